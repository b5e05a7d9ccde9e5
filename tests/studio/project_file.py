#!/usr/bin/env python3
"""OpenRaster files with nothing but the standard library.
project_file.py make FILE     a picture of one layer, 256 x 256
project_file.py check FILE    says why it is not whole, or nothing"""
import struct
import sys
import xml.etree.ElementTree as tree
import zipfile
import zlib

import check_png


def png(width, height):
    def chunk(name, data):
        body = name + data
        return struct.pack('>I', len(data)) + body + struct.pack('>I', zlib.crc32(body))

    rows = b''.join(b'\0' + bytes(v for x in range(width) for v in (x & 255, y & 255, (x ^ y) & 255))
                    for y in range(height))
    return (b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', width, height, 8, 2, 0, 0, 0)) +
            chunk(b'IDAT', zlib.compress(rows)) + chunk(b'IEND', b''))


path = sys.argv[2]
if sys.argv[1] == 'make':
    with zipfile.ZipFile(path, 'w') as archive:
        archive.writestr('mimetype', 'image/openraster')
        archive.writestr('stack.xml', '<image version="0.0.5" w="256" h="256"><stack>'
                         '<layer name="ground" src="data/ground.png" x="0" y="0"/></stack></image>')
        for name in ('data/ground.png', 'mergedimage.png', 'Thumbnails/thumbnail.png'):
            archive.writestr(name, png(256, 256))
else:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert archive.namelist()[0] == 'mimetype'
        for layer in tree.fromstring(archive.read('stack.xml')).iter('layer'):
            archive.getinfo(layer.get('src'))
        for name in archive.namelist():
            if name.endswith('.png'):
                check_png.check(archive.read(name))
