/** Where the phone is. Positions stay here until an event takes one along. */

export const MOST_ACCURATE_M = 50;
const FRESH_MS = 60000;
const ASK = { enableHighAccuracy: true, timeout: 20000, maximumAge: 15000 };
const DEGREE_M = 111195;
let here = null;
let watching = null;

/** Follows the phone from now on; `told` hears of every position, `lost` of a refusal. */
export function follow(told, lost) {
  if (!navigator.geolocation) return lost();
  if (watching !== null) navigator.geolocation.clearWatch(watching);
  watching = navigator.geolocation.watchPosition(
    ({ coords }) => {
      here = { lon: coords.longitude, lat: coords.latitude, accuracy: coords.accuracy, at: Date.now() };
      told(here);
    },
    () => here || lost(),
    ASK,
  );
}

export const isFollowing = () => watching !== null;

/** The present position, null for none or one of a while ago. */
export function position() {
  return here && Date.now() - here.at < FRESH_MS ? here : null;
}

/** The position as an event takes it along: only one that tells two signs apart. */
export function placeOfEvent() {
  const now = position();
  if (!now || now.accuracy > MOST_ACCURATE_M) return {};
  return { lon: rounded(now.lon), lat: rounded(now.lat), accuracy_m: Math.round(now.accuracy) };
}

/** The distance of two places a few kilometres apart [m]; both [lon, lat] in degrees. */
export function metres([lon, lat], [otherLon, otherLat]) {
  const east = (lon - otherLon) * Math.cos(((lat + otherLat) * Math.PI) / 360);
  return Math.hypot(east, lat - otherLat) * DEGREE_M;
}

const rounded = (degrees) => Number(degrees.toFixed(6));
