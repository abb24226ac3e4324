/** Where the walker is and how far it is to a stop. Positions stay in this browser. */

const ASK = { enableHighAccuracy: true, timeout: 20000, maximumAge: 10000 };
const DEGREE_M = 111195;

/** Follows the phone: `told` hears of every position, `lost` when there is none. */
export function watchPlace(told, lost) {
  if (!navigator.geolocation) return lost();
  let isKnown = false;
  navigator.geolocation.watchPosition(
    ({ coords }) => {
      isKnown = true;
      told({ lon: coords.longitude, lat: coords.latitude, accuracy: coords.accuracy });
    },
    (error) => {
      // Out of sight of the sky for a while, the last position still tells more than none.
      if (!isKnown || error.code === error.PERMISSION_DENIED) lost();
    },
    ASK,
  );
}

/** How far [m] and in which direction, clockwise from north [degrees], one place is from another. */
export function way(from, to) {
  const east = (to.lon - from.lon) * Math.cos(((from.lat + to.lat) * Math.PI) / 360) * DEGREE_M;
  const north = (to.lat - from.lat) * DEGREE_M;
  const degrees = (Math.atan2(east, north) * 180) / Math.PI;
  return { metres: Math.hypot(east, north), degrees: (degrees + 360) % 360 };
}
