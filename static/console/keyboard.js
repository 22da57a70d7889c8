// A phone's keyboard. Some browsers lay it over the page and tell nobody but the visual viewport; console.css keeps what
// sticks to the bottom above it by this property.

/** Keep `--keyboard` at the height, in px, that the keyboard covers of the page. */
export function followKeyboard() {
  const { visualViewport } = globalThis;
  const measure = () => {
    const covered = visualViewport.scale === 1 ? Math.max(0, innerHeight - visualViewport.height - visualViewport.offsetTop) : 0;
    document.documentElement.style.setProperty("--keyboard", `${Math.round(covered)}px`);
  };
  visualViewport?.addEventListener("resize", measure);
  visualViewport?.addEventListener("scroll", measure);
}
