// What of Turbo is used here; it ships no types.
declare module "@hotwired/turbo" {
  export const session: { drive: boolean };
  export const cache: { clear(): void };
}
