/** Colours of our classes, in their order; the last is for others. Chosen to stay apart for colour-blind people on grass. */
const colours = ["#ff9f1c", "#3fa7ff", "#ffe14d", "#ff5d73", "#c58bff", "#4de0c8", "#ff8bd1", "#ffffff", "#b7c0cc"];
export const colourOf = (ours: number): string => ours > 7 ? extraColour(ours - 8) : colours[ours < 0 ? 8 : ours]!;

/** Extra classes: steps of the golden angle from lime on, in turn medium, light and dark, so that neighbours in the list differ. */
function extraColour(at: number): string {
  const [hue, light] = [(82 + 137.5 * at) % 360, [0.6, 0.8, 0.55][at % 3]!];
  const spread = Math.min(light, 1 - light);
  return `#${[0, 8, 4].map((shift) => {
    const k = (shift + hue / 30) % 12;
    return Math.round(255 * (light - spread * Math.min(1, Math.max(-1, Math.min(k - 3, 9 - k))))).toString(16).padStart(2, "0");
  }).join("")}`;
}
