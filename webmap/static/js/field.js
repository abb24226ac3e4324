/** Asks for the crew's position, rounded to some ten metres, and for the sheet that begins there. */

const button = document.querySelector("[data-from-here]");
const status = document.getElementById("field-status");
const ASK = { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 };

if (navigator.geolocation) {
  button.hidden = false;
  button.addEventListener("click", () => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const near = `${coords.longitude.toFixed(4)},${coords.latitude.toFixed(4)}`;
        location.assign(`?near=${near}`);
      },
      () => (status.textContent = status.dataset.refused),
      ASK,
    );
  });
}
