"""Hindi typed on a Latin keyboard, put back into Devanagari: `bina kapdo ke`, `neeche kuch nahin`.

Everybody spells it another way, so words are compared by what hardly varies: consonants and the
vowels that are never left out. Names and English words stay as they are.
"""

from __future__ import annotations

import json
import re
from functools import cache, lru_cache
from itertools import product

from lexloci_reader.lexicon import first_words, lexicon, widen
from lexloci_reader.patterns import pattern
from lexloci_reader.shelves import DATA

_WORD = re.compile(r"[A-Za-z]+")
_SURE = frozenset(
    "aur hai hain tha thi karo karke karna karte karti kardo diya wali wale waali waale jaise "
    "jaisa jaisi bina bagair sirf upar neeche niche andar bahar saath uske uski uska iske iski "
    "iska mera meri mere apna apni apne hamara hamari hamare kya koi nahi nahin nhi bhi ek dono "
    "kuch kuchh thoda zyada jyada poora poori pura puri yeh woh isko usko inko unko banao "
    "banado dikhao dikha dikhe hui hue raha rahi rahe shaadi ghar raat shahar gaon khana chai "
    "baarish barish pahad saal dusre dusri pehle pehli ladke zameen aasman kisi paani baal "
    "kaala neela peela laal safed gulabi purana purani chhota chhoti chhote badi bade jagah "
    "neend thand garmi mitti pehne pehna pehni pehnao pehnado pahne pahna kapde kapdo kapdon "
    "kapda tasveer tasvir ladki ladka aurat aadmi bhabhi didi bhai behen yaar wahi bilkul ekdum "
    "hatao utaro utaar daal dalo rakho lagao baithi baitha khadi khada leti leta nange nangi "
    "nanga peeche samne samundar kinare hona chahiye wahan yahan phir aise waise chaddi banian "
    "saree kurti dupatta ladkiyon chhat bistar neecha khol dikhana dikhta dikhti hata".split()
)
_WEAK = frozenset(
    "ka ki ke ko se mein me par pe to toh mat kar de do jo ye wo sab ab jab tab hua wala hi na "
    "bas bana rakh laga utar rang tan ho is us sath".split()
)
_ENGLISH = frozenset(
    "bare sheet bed hot top one sun door your tip bra nude topless boss gym".split()
)

_HINDI = {
    "me": "में", "mai": "में", "main": "में", "men": "में", "par": "पर", "pe": "पर", "do": "दो",
    "de": "दे", "is": "इस", "us": "उस", "to": "तो", "hi": "ही", "pair": "पैर", "log": "लोग",
    "na": "ना", "k": "के", "ho": "हो", "the": "थे", "jo": "जो", "se": "से", "ab": "अब",
    "sir": "सर", "bas": "बस",
}  # fmt: skip
_KNOWN = _SURE | _WEAK | _HINDI.keys()
_DIGRAPHS = (
    ("oa", "o"), ("aa", "a"), ("ee", "i"), ("ii", "i"), ("oo", "u"), ("uu", "u"), ("ph", "f"),
    ("sh", "s"), ("ai", "e"), ("ay", "e"), ("ei", "e"), ("ey", "e"), ("au", "o"), ("ou", "o"),
    ("w", "v"), ("z", "j"), ("q", "k"), ("x", "ks"),
)  # fmt: skip
_APART = tuple(pair for pair in _DIGRAPHS if pair[0] not in ("ai", "ay", "ei", "ey", "au", "ou"))
_SIGNS = {
    **dict(zip("कखगघङचछजझञटठडढणतथदधन", "k kh g gh n ch ch j jh n t th d dh n t th d dh n".split(),
               strict=True)),
    **dict(zip("पफबभमयरलवशषसह", "p f b bh m y r l v s s s h".split(), strict=True)),
    **dict(zip("अआइईउऊएऐओऔऋऑऍ", "a a i i u u e e o o ri o e".split(), strict=True)),
    **dict(zip("ािीुूेैोौृॉॅ", " i i u u e e o o ri o e".split(" "), strict=True)),
    "ं": "n", "ँ": "n", "ः": "h",
}  # fmt: skip
_ROUGH = dict(zip(
    "abcdefghijklmnopqrstuvwxyz",
    "ा ब क द े फ ग ह ि ज क ल म न ो प क र स त ु व व क्स य ज".split(), strict=True,
))  # fmt: skip
_FIRST = dict(zip("aeiou", "अएइओउ", strict=True))
_AGAIN = pattern(r"(.)\1+|(?:ch)+(?=ch)|([kgjtdbp])(?=\2h)|c(?=ch)")
_SOFT_H = pattern(r"[ae]he(?=[^aeiou])|eh(?=[^aeiou])")


def _single(said: str) -> str:
    """Doubled letters and glides written once."""
    return _AGAIN().sub(lambda m: m.group(1) or "", said).replace("iy", "i")


def _bones(said: str) -> str:
    """What of a spelling stays: no `a` but the first, no doubles, no nasal at the end."""
    cut = _single(said[:1] + said[1:].replace("a", "")).replace("chh", "ch")
    return cut[:-1] if len(cut) > 2 and cut[-1] == "n" and cut[-2] in "eiou" else cut


def _spellings(word: str) -> list[str]:
    """A word in Latin letters, by the commonest spelling: `ai` may be one vowel or two."""
    out = []
    for said, pairs in product((word, _SOFT_H().sub("ah", word)), (_DIGRAPHS, _APART)):
        for spelt, letter in pairs:
            said = said.replace(spelt, letter)
        out.append(_single(re.sub("c(?!h)", "k", said)))
    return out


def native_keys(word: str) -> set[str]:
    """The keys of a word in Devanagari: ड is typed both `d` and `r`."""
    nasal = word[:-1] if word[-1:] in "ंँ" and len(word) > 2 else word
    said = [_SIGNS.get(c, "") for c in nasal]
    out = {_bones("".join(said))}
    if "ड" in word:
        out.add(_bones("".join("r" if c == "ड" else s for c, s in zip(nasal, said, strict=True))))
    return out - {""}


@lru_cache(1 << 12)
def _shape(word: str, loose: bool = False) -> re.Pattern[str]:
    """The Latin spellings of a word in Devanagari: a long `a` is typed, a short one may be.

    loose: no `a` need be, as in `kpde`.
    """
    out = ""
    for i, c in enumerate(word):
        follow = word[i + 1 : i + 2]
        if c in "ंँ":
            out += "n?" if not follow else "[nm]"
        elif c == "ा":
            out += "a?" if loose else "a"
        elif c in _SIGNS and "क" <= c <= "ह":
            said = "chh?" if c == "छ" else "[dr]" if c == "ड" else _SIGNS[c]
            short = not follow or follow in "ंँ" or "क" <= follow <= "ह" or "अ" <= follow <= "औ"
            out += said + ("a?" if short else "")
        else:
            out += _SIGNS.get(c, "")
    out = _AGAIN().sub(lambda m: m.group(1) or "", out).replace("[dr][dr]", "[dr]")
    return re.compile(out + r"\Z")


@cache
def _words() -> dict[str, list[str]]:
    """Key -> the words in Devanagari that it may stand for, the likeliest first."""
    held = json.loads((DATA / "hindi.json").read_bytes())
    out: dict[str, list[str]] = {}
    for word in held["words"].split("\n"):
        for key in native_keys(word):
            out.setdefault(key, []).append(word)
    return out


@lru_cache(1 << 12)
def _hindi(low: str) -> str:
    """The word in Devanagari that a Latin one spells, or nothing."""
    for said in _spellings(low):
        for word in _words().get(_bones(said), ()):
            clipped = "a" not in said and len(said) > 3
            if _shape(word).match(said) or (clipped and _shape(word, loose=True).match(said)):
                return word
    return ""


def _native(word: str, after: bool) -> str:
    """One word in Devanagari; itself where it is English or a listed name."""
    low = word.lower()
    if low in _HINDI:
        return _HINDI[low]
    lex = lexicon()
    told = low in _SURE or low in _WEAK
    if not told and (len(low) < 3 or low in lex.vocab or low in _ENGLISH):
        return word
    found = _hindi(low)
    if found and not (word[:1].isupper() and after and not told):
        return found
    if low in lex.terms or low in lex.names or low in first_words() or not word.islower():
        return word
    return _FIRST.get(low[0], _ROUGH[low[0]]) + "".join(_ROUGH[c] for c in low[1:])


def in_devanagari(text: str) -> tuple[str, bool] | None:
    """(the text with its Hindi in Devanagari, whether it is Hindi all through), or None."""
    words = [word.lower() for word in _WORD.findall(text)]
    sure = len(_SURE.intersection(words))
    mixed = not text.isascii() and any("\u0904" <= c <= "\u0963" for c in set(text))
    if not (mixed or sure):
        return None
    told = sum(word in _SURE or word in _WEAK for word in words)
    if not mixed and (not sure or (sure < 2 and told < 4) or told * 6 < len(words)):
        return None
    func = lexicon().func
    said = (word for word in words if word in func and word not in _KNOWN)
    english = sum("en" in func[word].split() for word in said)
    if english >= max(told, 1):
        return None
    widen()

    def native(match: re.Match[str]) -> str:
        return _native(match.group(), match.start() > 0)

    return _WORD.sub(native, text), not mixed and english * 3 <= told
