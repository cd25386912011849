/** The deputy's page: opens the device of this browser and puts the screens over it. */
import { openDevice } from "../device/open.js";
import { mount, showStanding, stayInside } from "./mount.js";

const place = document.getElementById("app");
if (place !== null) {
  stayInside();
  showStanding(place, "starting");
  openDevice().then(
    (device) => {
      mount(place, device);
    },
    () => {
      // No `sitting.json`, or a browser that keeps nothing: without either there is no vote to be had here.
      showStanding(place, "broken");
    },
  );
}
