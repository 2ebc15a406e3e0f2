// Plain values that nobody may change.

/** Freezes all the way down; what is frozen already is taken to be frozen below as well. */
export function deepFreeze<T>(value: T): T {
  if (value === null || typeof value !== 'object' || Object.isFrozen(value)) return value
  // All props of all pages pass here: without a list of members for each object it takes a third of the time.
  if (Array.isArray(value)) value.forEach(deepFreeze)
  else for (const name in value) deepFreeze(value[name])
  return Object.freeze(value)
}
