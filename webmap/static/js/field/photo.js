/** A photo as it waits on the phone: small enough to be sent from the street, without place or device. */

const LONGEST_SIDE = 1280;
const PREVIEW_SIDE = 128;

/** { bytes, preview } of a picture file; throws when the browser cannot read it. */
export async function shrunk(file) {
  const image = await createImageBitmap(file, { imageOrientation: "from-image" });
  const large = drawn(image, LONGEST_SIDE);
  const blob = await new Promise((resolve) => large.toBlob(resolve, "image/jpeg", 0.8));
  const preview = drawn(image, PREVIEW_SIDE).toDataURL("image/jpeg", 0.7);
  image.close();
  return { bytes: await blob.arrayBuffer(), preview };
}

function drawn(image, side) {
  const scale = Math.min(1, side / Math.max(image.width, image.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(image.width * scale));
  canvas.height = Math.max(1, Math.round(image.height * scale));
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas;
}

export function asBase64(buffer) {
  const bytes = new Uint8Array(buffer);
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}
