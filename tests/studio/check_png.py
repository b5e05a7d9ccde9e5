"""Reads every PNG below a folder with nothing of ours: chunks, checksums, all rows. check_png.py FOLDER"""
import pathlib
import struct
import sys
import zlib


def check(data: bytes) -> None:
    assert data[:8] == b"\x89PNG\r\n\x1a\n", "signature"
    at, pixels, header, kind = 8, b"", None, b""
    while kind != b"IEND":
        size, kind = struct.unpack(">I4s", data[at:at + 8])
        body = data[at + 8:at + 8 + size]
        (checksum,) = struct.unpack(">I", data[at + 8 + size:at + 12 + size])
        assert zlib.crc32(kind + body) == checksum, f"checksum of {kind}"
        header = body if kind == b"IHDR" else header
        pixels += body if kind == b"IDAT" else b""
        at += 12 + size
    width, height, depth, colour = struct.unpack(">IIBB", header[:10])
    channels = {0: 1, 2: 3, 4: 2, 6: 4}[colour]
    row = 1 + (width * channels * depth + 7) // 8
    assert len(zlib.decompress(pixels)) == row * height, "rows"


if __name__ == "__main__":
    count = 0
    for path in pathlib.Path(sys.argv[1]).rglob("*.png"):
        try:
            check(path.read_bytes())
        except Exception as error:
            sys.exit(f"{path}: {error}")
        count += 1
    print(f"{count} pictures are whole")
