// What the residents' map needs of Leaflet 1.9.4: a map, its gestures, a grid layer, lines and
// circles. `scripts/vendor_assets` bundles it; pages that folium users add to get all of Leaflet.
import { Map, createMap } from "./src/map/Map.js";
import "./src/map/handler/Map.BoxZoom.js";
import "./src/map/handler/Map.DoubleClickZoom.js";
import "./src/map/handler/Map.Drag.js";
import "./src/map/handler/Map.Keyboard.js";
import "./src/map/handler/Map.ScrollWheelZoom.js";
import "./src/map/handler/Map.TapHold.js";
import "./src/map/handler/Map.TouchZoom.js";
import "./src/layer/vector/Renderer.getRenderer.js";
import { Control, control } from "./src/control/Control.js";
import { Zoom, zoom } from "./src/control/Control.Zoom.js";
import * as DomEvent from "./src/dom/DomEvent.js";
import * as DomUtil from "./src/dom/DomUtil.js";
import * as Util from "./src/core/Util.js";

Control.Zoom = Zoom;
control.zoom = zoom;

export const version = "1.9.4";
export { Control, control, createMap as map, DomEvent, DomUtil, Map, Util };
export { toLatLng as latLng } from "./src/geo/LatLng.js";
export { toLatLngBounds as latLngBounds } from "./src/geo/LatLngBounds.js";
export { toPoint as point } from "./src/geometry/Point.js";
export { layerGroup } from "./src/layer/LayerGroup.js";
export { GridLayer } from "./src/layer/tile/GridLayer.js";
export { circle } from "./src/layer/vector/Circle.js";
export { circleMarker } from "./src/layer/vector/CircleMarker.js";
export { polyline } from "./src/layer/vector/Polyline.js";
