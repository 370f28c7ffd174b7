// A seal checked here, by this browser's own cryptography, from the record's text and the proof alone:
// the leaf (RFC 6962), the path to the root (RFC 9162 section 2.1.3.2), and the Ed25519 signature of the
// checkpoint (C2SP signed note) by the key that stands on the page, or by the reader's own copy of it.

const bytes = (text) => Uint8Array.from(atob(text), (each) => each.charCodeAt(0));
const utf8 = (text) => new TextEncoder().encode(text);
const joined = (...parts) => Uint8Array.from(parts.flatMap((part) => [...part]));
const sha256 = async (...parts) => new Uint8Array(await crypto.subtle.digest("SHA-256", joined(...parts)));
const same = (one, other) => one.length === other.length && one.every((each, at) => each === other[at]);

export async function rootOf(leaf, index, size, path) {
  let at = BigInt(index), last = BigInt(size) - 1n, root = leaf;
  if (at < 0n || at > last) return null;
  for (const hashed of path) {
    if (last === 0n) return null;
    if (at & 1n || at === last) {
      root = await sha256([1], hashed, root);
      while (!(at & 1n) && at !== 0n) [at, last] = [at >> 1n, last >> 1n];
    } else root = await sha256([1], root, hashed);
    [at, last] = [at >> 1n, last >> 1n];
  }
  return last === 0n ? root : null;
}

function noteOf(printed) {
  const cut = printed.lastIndexOf("\n\n");
  const text = printed.slice(0, cut + 1), [origin, size, root] = text.split("\n");
  const signatures = printed.slice(cut + 2).split("\n").filter(Boolean).map((line) => {
    const [, name, written] = line.split(" ");
    return { name, id: bytes(written).slice(0, 4), value: bytes(written).slice(4) };
  });
  return { text, origin, size, root: bytes(root), signatures };
}

async function keyOf(written) {
  const [name, id, ...rest] = written.trim().split("+");
  const material = bytes(rest.join("+"));
  if (material.length !== 33 || material[0] !== 1) throw new Error("this is no Ed25519 verifier key");
  const hashed = (await sha256(utf8(`${name}\n`), material)).slice(0, 4);
  if ([...hashed].map((each) => each.toString(16).padStart(2, "0")).join("") !== id) throw new Error("this key's id is not its own");
  return { name, id: hashed, raw: material.slice(1) };
}

async function signed(note, written) {
  const key = await keyOf(written);
  const one = note.signatures.find((each) => each.name === key.name && same(each.id, key.id));
  if (!one) return [false, "the checkpoint is not signed by this key"];
  let made;
  try {
    made = await crypto.subtle.importKey("raw", key.raw, { name: "Ed25519" }, false, ["verify"]);
  } catch {
    return [null, "this browser does not know Ed25519: the signature was checked by the desk alone"];
  }
  const good = await crypto.subtle.verify({ name: "Ed25519" }, made, one.value, utf8(note.text));
  return [good, good ? "the key signed this checkpoint" : "the signature is bad"];
}

async function* checks(proof, written) {
  const note = noteOf(proof.checkpoint);
  const leaf = proof.text ? await sha256([0], utf8(proof.text)) : bytes(proof.leaf_hash);
  const own = same(leaf, bytes(proof.leaf_hash));
  yield [proof.text ? own : null, !proof.text ? "the text is not at hand, only its hash" : own ? "the record hashes to the leaf" : "the record is not the one that was sealed"];
  const root = await rootOf(leaf, proof.leaf, note.size, proof.path.map(bytes));
  const leads = root !== null && same(root, note.root);
  yield [leads, leads ? `the path leads to the root of ${note.size} leaves` : "the path does not lead to the root"];
  yield await signed(note, written);
}

async function check(proof, into, written) {
  const lines = [];
  try {
    for await (const [good, text] of checks(proof, written)) lines.push([good, text]);
  } catch (error) {
    lines.push([false, error instanceof Error ? error.message : "it cannot be read"]);
  }
  const holds = lines.every(([good]) => good !== false);
  into.dataset.holds = String(holds);
  const list = document.createElement("ul");
  for (const [good, text] of lines) {
    const item = document.createElement("li");
    item.className = good === null ? "open" : good ? "good" : "bad";
    item.textContent = `${good === null ? "–" : good ? "✓" : "✗"} ${text}`;
    list.append(item);
  }
  const head = document.createElement("p");
  head.textContent = holds ? "Checked by this browser:" : "In this browser it does not hold:";
  into.replaceChildren(head, list);
}

const boxes = [...document.querySelectorAll("[data-proof]")];
if (boxes.length) {
  const answer = await fetch(`${location.pathname}.json${location.search}`);
  const { sealed } = await answer.json();
  const field = document.querySelector("#key");
  const all = () => boxes.forEach((box, at) => check(sealed.proofs[at], box, field.value || sealed.proofs[at].key));
  field.addEventListener("change", all);
  all();
}
