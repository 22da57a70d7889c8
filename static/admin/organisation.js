/** The organization's time zone. Pure. */

/** Return [value, title] of each time zone that the browser knows, with the one that is set; "" is none. */
export function zoneChoices(now, known = Intl.supportedValuesOf("timeZone"), here = ourZone()) {
  const names = [...new Set([...known, here, ...(now ? [now] : [])])].sort();
  return [["", "None set"], [here, `${titled(here)} (this computer’s)`], ...names.filter((name) => name !== here).map((name) => [name, titled(name)])];
}

const titled = (name) => name.replaceAll("_", " ");

const ourZone = () => new Intl.DateTimeFormat().resolvedOptions().timeZone;
