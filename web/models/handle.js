// A room's short name, made from its title by the server's rule: letters, marks, digits, - and _, at most 32.

export const HANDLE_LENGTH = 32;

export function handleFrom(title) {
  const joined = title
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}_-]+/gu, "-")
    .replace(/^[^\p{L}\p{N}]+/u, "");
  return [...joined].slice(0, HANDLE_LENGTH).join("").replace(/[-_]+$/, "");
}
