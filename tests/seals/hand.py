"""Whoever corrupts an export, step by step as the cases say."""

import shutil

from tests.seals.conftest import ORIGIN, PREFIX, REGION

from lexloci_edge.seals.layout import Log
from lexloci_edge.seals.merkle import Range, leaf_hash
from lexloci_edge.seals.note import Checkpoint, Note, Signature
from lexloci_edge.seals.signer import LocalSigner

SIGNERS = {
    "ours": LocalSigner.of_seed(bytes(range(32))),
    "stranger": LocalSigner.of_seed(bytes(32)),
}


def name_of(alias):
    """The file of a short name: b7 the batch from 7, c12 the checkpoint of 12; B, C of shard 1."""
    if alias[0] not in "bcBC" or not alias[1:].isdecimal():
        return alias
    log = Log(REGION, int(alias[0].isupper()))
    return log.batch(int(alias[1:])) if alias[0] in "bB" else log.checkpoint(int(alias[1:]))


class Hand:
    """Whoever corrupts an export: one method a verb of the cases."""

    def __init__(self, folder):
        self.folder = folder

    def do(self, verb, *given):
        """Do one step of a case."""
        getattr(self, verb)(*given)

    def at(self, alias):
        """The path of a short name."""
        return self.folder / name_of(alias)

    def lines(self, alias, change):
        """Change a batch's lines."""
        found = self.at(alias).read_bytes().split(b"\n")[:-1]
        answer = change(found)
        self.at(alias).write_bytes(b"".join(line + b"\n" for line in found))
        return answer

    def drop(self, alias, line):
        """Take a line away."""
        return self.lines(alias, lambda found: found.pop(line - 1))

    def blank(self, alias, line):
        """Leave of a line its end only."""
        self.lines(alias, lambda found: found.__setitem__(line - 1, b""))

    def repeat(self, alias, line):
        """Write a line twice."""
        self.lines(alias, lambda found: found.insert(line, found[line - 1]))

    def swap(self, alias, one, two):
        """Exchange two lines of a batch."""
        self.exchange(alias, one, alias, two)

    def exchange(self, alias, one, other, two):
        """Exchange two lines of two batches."""
        mine = self.at(alias).read_bytes().split(b"\n")[one - 1]
        yours = self.at(other).read_bytes().split(b"\n")[two - 1]
        self.lines(alias, lambda found: found.__setitem__(one - 1, yours))
        self.lines(other, lambda found: found.__setitem__(two - 1, mine))

    def move(self, alias, line, other, to, keep=""):
        """Move, or copy, a line to another batch."""
        moved = self.drop(alias, line)
        if keep:
            self.lines(alias, lambda found: found.insert(line - 1, moved))
        self.lines(other, lambda found: found.insert(to - 1, moved))

    def fresh(self, alias):
        """Give a batch's records ids of their own."""
        self.replace(alias, "019ab000", "019ab001", "every")

    def join(self, alias, other):
        """Put a batch behind another."""
        self.at(alias).write_bytes(self.at(alias).read_bytes() + self.at(other).read_bytes())
        self.remove(other)

    def replace(self, alias, old, new, which=""):
        """Replace the first, last or every such text."""
        text = self.at(alias).read_bytes().decode()
        assert old in text, old
        if which == "last":
            text = new.join(text.rsplit(old, 1))
        else:
            text = text.replace(old, new, -1 if which == "every" else 1)
        self.at(alias).write_bytes(text.encode())

    def hex(self, alias, old, new):
        """Replace bytes, written in hex."""
        written = self.at(alias).read_bytes().hex()
        assert old in written
        self.at(alias).write_bytes(bytes.fromhex(written.replace(old, new, 1)))

    def append(self, alias, text):
        """Write behind the end."""
        self.at(alias).write_bytes(self.at(alias).read_bytes() + text.encode())

    def prepend(self, alias, text):
        """Write before the beginning."""
        self.at(alias).write_bytes(text.encode() + self.at(alias).read_bytes())

    def cut(self, alias, count):
        """Cut so many bytes off."""
        self.at(alias).write_bytes(self.at(alias).read_bytes()[:-count])

    def empty(self, alias):
        """Leave no byte."""
        self.at(alias).write_bytes(b"")

    def remove(self, alias):
        """Take a file away."""
        self.at(alias).unlink()

    def rename(self, alias, to):
        """Give a file another name."""
        self.at(alias).rename(self.at(to))

    def copy(self, alias, to):
        """Copy a file."""
        self.at(to).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(self.at(alias), self.at(to))

    def text(self, alias, text):
        """Write a file."""
        self.at(alias).write_bytes(text.encode())

    def signed(self, alias):
        """Text and signature lines of a seal."""
        text, _, signatures = self.at(alias).read_bytes().decode().rpartition("\n\n")
        return text + "\n", signatures

    def sign(self, alias, who):
        """Sign a seal's text anew: `<whose key> <shard>`, or a name that our key signs under."""
        data = self.at(alias).read_bytes().decode()
        text = data.rpartition("\n\n")[0] + "\n" if "\n\n" in data else data
        whose, _, shard = who.partition(" ")
        name = f"{PREFIX}/{REGION}/{shard}" if shard else who
        signer = SIGNERS.get("stranger" if whose == "impostor" else whose, SIGNERS["ours"])
        signature, _ = signer.sign(name, text)
        if whose == "impostor":
            signature = Signature(name, SIGNERS["ours"].key(name).id, signature.value)
        self.at(alias).write_bytes(Note(text, (signature,)).printed())

    def signature(self, alias, other):
        """Put another seal's signatures under a seal."""
        text, _ = self.signed(alias)
        self.text(alias, f"{text}\n{self.signed(other)[1]}")

    def doubly(self, alias, other):
        """Put another seal's signatures under a seal too."""
        text, mine = self.signed(alias)
        self.text(alias, f"{text}\n{mine}{self.signed(other)[1]}")

    def unsign(self, alias):
        """Leave the text only."""
        self.text(alias, self.signed(alias)[0])

    def root(self, alias, other):
        """Give a seal another's root."""
        mine, yours = (self.signed(each)[0].split("\n")[2] for each in (alias, other))
        self.replace(alias, mine, yours)

    def spare(self, alias):
        """Set a bit that base64 does not need."""
        root = self.signed(alias)[0].split("\n")[2]
        letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        self.replace(alias, root, root[:-2] + letters[letters.index(root[-2]) + 1] + "=")

    def reseal(self):
        """Sign the batches of shard 0 as they are now, with our own key."""
        growing = Range()
        for path in sorted(self.at("b0").parent.iterdir()):
            growing = growing.extended(map(leaf_hash, path.read_bytes().split(b"\n")[:-1]))
            head = Checkpoint(ORIGIN, growing.size, growing.root())
            self.text(f"c{growing.size}", head.text())
            self.sign(f"c{growing.size}", "ours 0")
