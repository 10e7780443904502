/** Where a song is taken apart: on the server that the page comes from, or in this browser. */
export type Place = "server" | "here";

const PLACE = "isolator.place";

/** The place of last time, if it is one of those; else the first. */
export function placeOfLastTime(places: readonly Place[]): Place {
  const last = localStorage.getItem(PLACE);
  return places.find((place) => place === last) ?? places[0] ?? "server";
}

export function rememberPlace(place: Place): void {
  localStorage.setItem(PLACE, place);
}
