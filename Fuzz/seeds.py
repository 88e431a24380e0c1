#!/usr/bin/env python3
"""Writes the seeds of one fuzzing entry into a folder: seeds.py ENTRY FOLDER."""
import bz2
import gzip
import struct
import sys
import zlib
from pathlib import Path


def varint(n):
    out = bytearray()
    n &= (1 << 64) - 1
    while n >= 0x80:
        out.append(n & 0x7F | 0x80)
        n >>= 7
    return bytes(out + bytes([n]))


def zigzag(n):
    return varint((n << 1) ^ (n >> 63))


def field(number, content):
    if isinstance(content, int):
        return varint(number << 3) + varint(content)
    return varint(number << 3 | 2) + varint(len(content)) + content


def blob(kind, block, packed):
    body = field(2, len(block)) + field(3, zlib.compress(block)) if packed else field(1, block)
    header = field(1, kind) + field(3, len(body))
    return struct.pack(">I", len(header)) + header + body


def blocks():
    texts = field(1, b"".join(field(1, t) for t in [b"", b"highway", b"path", "门".encode(), b"outer"]))
    dense = (field(1, zigzag(1) + zigzag(1)) + field(8, zigzag(295000000) + zigzag(5))
             + field(9, zigzag(1064500000) + zigzag(-5)) + field(10, bytes([1, 2, 0, 0])))
    node = field(1, 6) + field(2, bytes([1])) + field(3, bytes([2])) + field(8, 10) + field(9, 20)
    way = field(1, 7) + field(2, bytes([1])) + field(3, bytes([2])) + field(8, zigzag(1) + zigzag(1))
    relation = field(1, 9) + field(8, bytes([4])) + field(9, zigzag(7)) + field(10, bytes([1]))
    yield texts + field(2, field(2, dense)) + field(17, 100)
    yield texts + field(2, field(1, node)) + field(19, 1000) + field(20, 1000)
    yield texts + field(2, field(3, way)) + field(2, field(4, relation))


def pbf():
    header = field(4, b"OsmSchema-V0.6") + field(4, b"DenseNodes") + field(5, b"Comment:x") + field(16, b"y")
    for packed in (False, True):
        yield blob(b"OSMHeader", header, packed) + b"".join(blob(b"OSMData", b, packed) for b in blocks())


def xml():
    text = """<?xml version='1.0' encoding='UTF-8'?><osm version='0.6' generator='g'><note>n</note>
<node id='1' lat='29.5' lon='106.5'><tag k='barrier' v='gate'/></node><node id='2' lat='-1e-5' lon='3'/>
<way id='3'><nd ref='1'/><nd ref='2'/><tag k='highway' v='path'/></way>
<relation id='4'><member type='way' ref='3' role='outer'/></relation></osm>""".encode()
    yield text
    yield gzip.compress(text, mtime=0)
    yield bz2.compress(text)
    yield text.decode().replace("UTF-8", "UTF-16").encode("utf-16")


def cityfile():
    columns = [("a", 8, struct.pack("<3Q", 1, 2, 3)), ("b", 1, b"text"), ("c", 4, b"")]
    body, table = b"", b""
    for name, stride, content in columns:
        padded = content + bytes(-len(content) % 64)
        table += struct.pack("<QQIII", 64 + len(body), len(content), stride, zlib.crc32(padded), len(name))
        table += name.encode()
        body += padded
    head = b"KAIMEN\x1a\n" + struct.pack(
        "<IIQQQQIQ", 1, len(columns), 64 + len(body), 64 + len(body) + len(table), 0, 0, zlib.crc32(table), 0)
    yield head + struct.pack("<I", zlib.crc32(head)) + body + table
    # Forgeries of a real city: column, how, value, place.
    yield struct.pack("<BBIH", 0, 2, 0, 0)
    for column in range(0, 96, 3):
        yield struct.pack("<BBIH", column, 6, 1, 0)
        yield struct.pack("<BBIH", column, 1, 7, 2) + struct.pack("<BBIH", column + 1, 10, 0xFFFFFFFF, 0)


def openinghours():
    for text in ["24/7", "Mo-Fr 08:00-18:00; PH off", "sunrise-sunset || \"ask\"", "Jan-Mar week 1-5/2 Mo[1] 10:00+"]:
        yield text.encode()


def conditional():
    for text in ["no @ (Mo-Fr 07:00-09:00; PH off); destination @ (22:00-06:00 AND weight>3.5)", "yes @ residents",
                 "no @ (sunset-sunrise); delivery @ (10:00-11:00,13:00-14:00)", "no @ (Dec 24-Jan 2 || \"ask\")",
                 "; ".join(f"no @ (00:{m:02}-00:{m + 1:02})" for m in range(0, 20, 2)) + "; no @ (00:00-24:00)"]:
        yield b"\x01" + text.encode()


entries = {"pbf": pbf, "pbfblock": blocks, "xml": xml, "cityfile": cityfile, "openinghours": openinghours,
           "conditional": conditional}
for number, seed in enumerate(entries[sys.argv[1]]()):
    (Path(sys.argv[2]) / f"seed-{number}").write_bytes(seed)
