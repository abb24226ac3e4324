/** Where the reader is: a dot on the map, and the alleys around it in the list. */
/* global L */

const ZOOM = 17;
const ASK = { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 };

/**
 * Returns a function that finds the reader's place and shows it. `onFound` gets longitude and
 * latitude; `say` speaks to the reader.
 */
export function startNearMe(map, { texts, say, onFound }) {
  const place = L.layerGroup().addTo(map);
  const show = ({ coords }) => {
    const at = L.latLng(coords.latitude, coords.longitude);
    if (map.options.maxBounds && !L.latLngBounds(map.options.maxBounds).contains(at)) {
      return say(texts.outside);
    }
    place.clearLayers();
    const look = { interactive: false, className: "map-position" };
    L.circle(at, { ...look, radius: coords.accuracy, weight: 1, fillOpacity: 0.12 }).addTo(place);
    L.circleMarker(at, { ...look, radius: 7, weight: 3, fillOpacity: 1, className: "map-position-dot" }).addTo(place);
    map.setView(at, Math.max(map.getZoom(), ZOOM));
    say(texts.here);
    return onFound?.(coords.longitude, coords.latitude);
  };
  return () => {
    say(texts.finding_place);
    navigator.geolocation.getCurrentPosition(show, () => say(texts.place_refused), ASK);
  };
}
