/** The limits of what may be typed, as the server says them when a page opens (server/limits.py). */
export const limits = {};

export const limitsSay = (said) => Object.assign(limits, said);
