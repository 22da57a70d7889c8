// A phone's keyboard. Some browsers lay it over the page and tell nobody but the visual viewport; console.css keeps what
// sticks to the bottom above it by this property.

/** Keep `--keyboard` at the height, in px, that the keyboard covers of the page; and the box that is typed in, in sight. */
export function followKeyboard() {
  const { visualViewport } = globalThis;
  const measure = () => {
    const covered = visualViewport.scale === 1 ? Math.max(0, innerHeight - visualViewport.height - visualViewport.offsetTop) : 0;
    document.documentElement.style.setProperty("--keyboard", `${Math.round(covered)}px`);
  };
  const showBox = () => document.activeElement?.matches("textarea") && document.activeElement.scrollIntoView({ block: "nearest" });
  visualViewport?.addEventListener("resize", measure);
  visualViewport?.addEventListener("resize", showBox);
  visualViewport?.addEventListener("scroll", measure);
}
