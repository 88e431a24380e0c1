#!/usr/bin/env python3
"""Writes Sources/Search/Tables/HanTables.swift: readings of Han characters, and simplified forms of traditional ones.

Readings and words come from pypinyin (MIT), traditional characters from OpenCC's dictionary (Apache-2.0) as packed in
opencc-python-reimplemented. Both wheels are fetched by pip, pinned, and only read:

    python3 -m pip download --no-deps -d /tmp/han pypinyin==0.55.0 opencc-python-reimplemented==0.1.7
    python3 scripts/han-tables.py /tmp/han
"""

import glob
import json
import os
import sys
import unicodedata
import zipfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TABLES = os.path.join(ROOT, "Sources/Search/Tables")
# What these characters mostly say in names of places.
FIRST = {"长": "chang", "都": "du", "曾": "zeng", "乐": "le", "沈": "shen", "单": "dan"}
# Words of names that the dictionary lacks or has otherwise.
WORDS = {"朝天": "chao tian", "重百": "chong bai", "重大": "chong da", "厦门": "xia men", "石坝": "shi ba", "长寿": "chang shou"}


def plain(syllable):
    """`chóng` as `chong`, `lǜ` as `lv`."""
    letters = unicodedata.normalize("NFD", syllable).replace("u\u0308", "v")
    return "".join(letter for letter in letters if letter.isascii() and letter.isalpha())


def is_common(character):
    """Of the 3,755 most usual characters."""
    try:
        code = character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return len(code) == 2 and 0xB0 <= code[0] <= 0xD7


def read(folder, package, path):
    (wheel,) = glob.glob(os.path.join(folder, f"{package}-*.whl"))
    with zipfile.ZipFile(wheel) as file:
        names = [name for name in file.namelist() if name.endswith(path)]
        return file.read(names[0]).decode("utf-8")


def simplified(folder):
    pairs = {}
    for line in read(folder, "opencc_python_reimplemented", "dictionary/TSCharacters.txt").splitlines():
        old, new = line.split("\t")
        first = new.split(" ")[0]
        if old != first and all(0x4E00 <= ord(c) <= 0x9FFF for c in (old, first)):
            pairs[old] = first
    return pairs


def readings(folder, traditional):
    table = {}
    for code, text in json.loads(read(folder, "pypinyin", "pinyin_dict.json")).items():
        character = chr(int(code))
        if not 0x4E00 <= int(code) <= 0x9FFF or character in traditional:
            continue
        found = list(dict.fromkeys(filter(None, map(plain, text.split(",")))))
        if character in FIRST:
            found = [FIRST[character]] + [sound for sound in found if sound != FIRST[character]]
        # Sounds such as "m" and "ng" are no syllables of names.
        found = [sound for sound in found if any(vowel in sound for vowel in "aeiouv")][:4]
        if found:
            table[character] = found
    return table


def words(folder, table):
    """Words of two common characters that do not read as their characters mostly do."""
    found = {word: sounds.split() for word, sounds in WORDS.items()}
    for word, sounds in json.loads(read(folder, "pypinyin", "phrases_dict.json")).items():
        if len(word) != 2 or not all(is_common(c) and c in table for c in word):
            continue
        own = [plain(sound[0]) for sound in sounds]
        if any(table[c][0] != sound for c, sound in zip(word, own)):
            found.setdefault(word, own)
    return found


def wrapped(pieces, width=100):
    """Lines of text; a Han character is as wide as two letters."""
    lines, line, length = [], "", 0
    for piece in pieces:
        wide = sum(2 if ord(c) > 0x2000 else 1 for c in piece)
        if line and length + wide > width:
            lines.append(line)
            line, length = "", 0
        line += piece
        length += wide
    return lines + [line]


def literal(name, comment, lines):
    body = "\n".join("    " + line + "\\" for line in lines)
    return f'  /// {comment}\n  static let {name} = """\n{body}\n    \n    """\n'


def main():
    folder = sys.argv[1]
    pairs = simplified(folder)
    table = readings(folder, pairs)
    groups = {}
    for character, sounds in sorted(table.items()):
        groups.setdefault(",".join(sounds), []).append(character)
    sounds = [piece for key, characters in sorted(groups.items()) for piece in [key + ":", *characters, ";"]]
    spoken = [f"{word}{','.join(own)};" for word, own in sorted(words(folder, table).items())]
    text = (
        "// swift-format-ignore-file\n"
        "// Written by scripts/han-tables.py; do not edit. Data: pypinyin 0.55.0 (MIT), OpenCC (Apache-2.0); their\n"
        "// licences stand beside this file.\n\n"
        "/// The tables of ``Han`` as text; read once.\n"
        "enum HanTables {\n"
        + literal("readings", "`zhong,chong:重;`: readings, likeliest first, and the characters that have them.", wrapped(sounds))
        + "\n" + literal("words", "`重庆chong,qing;`: words that do not read as their characters mostly do.", wrapped(spoken))
        + "\n" + literal("traditional", "Pairs of a traditional character and its simplified form.", wrapped([a + b for a, b in sorted(pairs.items())]))
        + "}\n")
    with open(os.path.join(TABLES, "HanTables.swift"), "w", encoding="utf-8") as file:
        file.write(text)
    print(len(table), "characters,", len(spoken), "words,", len(pairs), "traditional characters,", len(text.encode()), "bytes")


main()
