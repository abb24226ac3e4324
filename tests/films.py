"""Tiny films and sound made by hand: H.264 whose pictures are plain samples, AAC silence.

What the sites of the tests are sent is valid to the last box; nothing here needs an encoder.
"""

from __future__ import annotations

from struct import pack

WIDE, HIGH = 4, 3
"""Macroblocks across and down."""
SECONDS = 12
PADDING = 3 << 20
"""Between the first and the second half of a film, so that seeking asks for another piece."""
SILENCE = bytes((0x00, 0xC8, 0x00, 0x80, 0x23, 0x80))
"""One frame of AAC-LC, mono (as hls.js fills gaps with)."""
HERTZ, FRAME = 44_100, 1_024
SRT = (
    "1\n00:00:00,500 --> 00:00:04,000\n<b>شهید</b> نمونه\n\n2\n00:00:05,000 --> 00:00:09,000\nدو\n"
)


class Bits:
    """A string of bits that grows."""

    def __init__(self) -> None:
        self.text = ""

    def u(self, width: int, value: int) -> Bits:
        self.text += f"{value:0{width}b}"
        return self

    def ue(self, *values: int) -> Bits:
        for value in values:
            code = f"{value + 1:b}"
            self.text += "0" * (len(code) - 1) + code
        return self

    def align(self, filler: str = "0") -> Bits:
        self.text += filler * (-len(self.text) % 8)
        return self

    def add(self, content: bytes) -> Bits:
        self.text += "".join(f"{byte:08b}" for byte in content)
        return self

    def nal(self, head: int) -> bytes:
        """The bits as a unit of H.264: ended, and without three bytes that mean a beginning."""
        text = self.u(1, 1).align().text
        raw = int(text, 2).to_bytes(len(text) // 8, "big")
        out, zeros = bytearray([head]), 0
        for byte in raw:
            if zeros >= 2 and byte <= 3:
                out.append(3)
                zeros = 0
            out.append(byte)
            zeros = 0 if byte else zeros + 1
        return bytes(out)


def _parameters() -> tuple[bytes, bytes]:
    sequence = Bits().u(8, 66).u(8, 0xC0).u(8, 10).ue(0, 0, 2, 0).u(1, 0)
    sequence.ue(WIDE - 1, HIGH - 1).u(1, 1).u(3, 0)
    picture = Bits().ue(0, 0).u(2, 0).ue(0, 0, 0).u(3, 0).ue(0, 0, 0).u(1, 1).u(2, 0)
    return sequence.nal(0x67), picture.nal(0x68)


def _picture(number: int) -> bytes:
    """One grey picture, lighter with every second."""
    slice_ = Bits().ue(0, 7, 0).u(4, 0).ue(number % 2).u(2, 0).ue(0).ue(1)
    samples = bytes([40 + 12 * number % 180]) * 256 + bytes([128]) * 128
    for _ in range(WIDE * HIGH):
        slice_.ue(25).align().add(samples)
    nal = slice_.nal(0x65)
    return pack(">I", len(nal)) + nal


def box(kind: bytes, *parts: bytes) -> bytes:
    content = b"".join(parts)
    return pack(">I", 8 + len(content)) + kind + content


def _full(kind: bytes, *parts: bytes, flags: int = 0) -> bytes:
    return box(kind, pack(">I", flags), *parts)


_MATRIX = pack(">9I", 1 << 16, 0, 0, 0, 1 << 16, 0, 0, 0, 1 << 30)


def _avc1() -> bytes:
    sequence, picture = _parameters()
    config = bytes((1, 66, 0xC0, 10, 0xFF, 0xE1)) + pack(">H", len(sequence)) + sequence
    config += b"\x01" + pack(">H", len(picture)) + picture
    size = pack(">HH", WIDE * 16, HIGH * 16)
    head = bytes(6) + pack(">H", 1) + bytes(16) + size + pack(">II", 72 << 16, 72 << 16)
    return box(b"avc1", head, bytes(4), pack(">H", 1), bytes(32), pack(">Hh", 24, -1),
               box(b"avcC", config))  # fmt: skip


def mp4a(object_type: int = 0x40) -> bytes:
    config = bytes((0x05, 2, 0x12, 0x08))
    decoder = bytes((object_type, 0x15)) + bytes(11) + config
    stream = bytes(2) + b"\x00" + bytes((0x04, len(decoder))) + decoder + bytes((0x06, 1, 2))
    head = (
        bytes(6) + pack(">H", 1) + bytes(8) + pack(">HHHH", 1, 16, 0, 0) + pack(">I", HERTZ << 16)
    )
    return box(b"mp4a", head, _full(b"esds", bytes((0x03, len(stream))) + stream))


def _trak(number: int, entry: bytes, samples: list[bytes], offsets: list[int], step: int,
          rate: int) -> bytes:  # fmt: skip
    """One track whose samples lie in chunks of equal numbers at `offsets`."""
    is_film = entry[4:8] == b"avc1"
    long, count = len(samples) * step, len(samples) // len(offsets)
    header = _full(
        b"tkhd", bytes(8), pack(">II", number, 0), pack(">I", long * 1000 // rate), bytes(8),
        pack(">hhhh", 0, 0, 0 if is_film else 0x100, 0), _MATRIX,
        pack(">II", WIDE * 16 << 16, HIGH * 16 << 16) if is_film else bytes(8), flags=3,
    )  # fmt: skip
    table = box(
        b"stbl",
        _full(b"stsd", pack(">I", 1), entry),
        _full(b"stts", pack(">III", 1, len(samples), step)),
        _full(b"stsc", pack(">IIII", 1, 1, count, 1)),
        _full(b"stsz", pack(">II", 0, len(samples)), *(pack(">I", len(s)) for s in samples)),
        _full(b"stco", pack(">I", len(offsets)), *(pack(">I", at) for at in offsets)),
    )
    purpose = _full(b"vmhd", bytes(8), flags=1) if is_film else _full(b"smhd", bytes(4))
    where = box(b"dinf", _full(b"dref", pack(">I", 1), _full(b"url ", flags=1)))
    handler = _full(b"hdlr", bytes(4), b"vide" if is_film else b"soun", bytes(12), b"\0")
    times = _full(b"mdhd", bytes(8), pack(">II", rate, long), pack(">HH", 0x55C4, 0))
    return box(b"trak", header, box(b"mdia", times, handler, box(b"minf", purpose, where, table)))


def _file(brand: bytes, tracks: list[tuple[bytes, list[bytes], int, int]], padding: int) -> bytes:
    """A file of tracks (entry, samples, step, rate): index first, then halves with padding."""
    start = box(b"ftyp", brand, pack(">I", 512), brand, b"isom")
    offsets: list[list[int]] = [[0, 0] for _ in tracks]
    content = b""
    for _ in range(2):  # the second time with the places that the first has found
        traks = [
            _trak(number, entry, samples, offsets[number - 1], step, rate)
            for number, (entry, samples, step, rate) in enumerate(tracks, 1)
        ]
        seconds = SECONDS * 1000
        header = _full(
            b"mvhd", bytes(8), pack(">II", 1000, seconds), pack(">IHH", 1 << 16, 0x100, 0),
            bytes(8), _MATRIX, bytes(24), pack(">I", len(tracks) + 1),
        )  # fmt: skip
        front = start + box(b"moov", header, *traks)
        content, offsets = b"", []
        for half in range(2):
            for number, (_, samples, _, _) in enumerate(tracks):
                if half == 0:
                    offsets.append([])
                offsets[number].append(len(front) + 8 + len(content))
                middle = len(samples) // 2
                content += b"".join(samples[middle:] if half else samples[:middle])
            content += bytes(0 if half else padding)
    return front + box(b"mdat", content)


def film(*, padding: int = 0, sound: int = 0x40, entry: bytes | None = None) -> bytes:
    """Twelve seconds of H.264 and AAC as MP4."""
    pictures = [_picture(number) for number in range(SECONDS)]
    silence = [SILENCE] * (SECONDS * HERTZ // FRAME // 2 * 2)
    tracks = [(entry or _avc1(), pictures, 1000, 1000), (mp4a(sound), silence, FRAME, HERTZ)]
    return _file(b"isom", tracks, padding)


def sound() -> bytes:
    """Twelve seconds of AAC silence as M4A."""
    silence = [SILENCE] * (SECONDS * HERTZ // FRAME // 2 * 2)
    return _file(b"M4A ", [(mp4a(), silence, FRAME, HERTZ)], 0)


def mp3(*, seconds: int = 4) -> bytes:
    """Silence as MP3: 32 kbit/s, mono."""
    frame = bytes((0xFF, 0xFB, 0x10, 0xC4)) + bytes(100)
    tag = b"ID3\x03\x00\x00" + bytes((0, 0, 0, 20)) + bytes(20)
    return tag + frame * (seconds * HERTZ // 1152)


def webm(codec: bytes = b"V_VP8", doctype: bytes = b"webm") -> bytes:
    """The beginning of a WebM with one track; nothing that could be played."""

    def element(name: bytes, content: bytes) -> bytes:
        return name + pack(">Q", len(content) | 1 << 56) + content

    head = element(b"\x1aE\xdf\xa3", element(b"\x42\x82", doctype))
    track = element(b"\xae", element(b"\x83", b"\x01") + element(b"\x86", codec))
    return head + element(b"\x18\x53\x80\x67", element(b"\x16\x54\xae\x6b", track))


def ogg(stream: bytes = b"OpusHead") -> bytes:
    """The first page of an Ogg file."""
    return b"OggS" + bytes(22) + bytes((1, 19)) + stream + bytes(11)
