/**
 * Let the second click of a double click press no button. Its first may be answered by then, and whoever clicks twice by
 * habit means it once. A button that means each tap has the attribute `data-taps`.
 */
export function ignoreDoubleClicks() {
  addEventListener("click", (event) => {
    if (event.detail < 2 || !event.target.closest?.("button:not([data-taps])")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, { capture: true });
}
