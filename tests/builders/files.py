"""Files to put into the record: small ones of every kind, and the ones that must be refused."""

import struct
import zlib
from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"
PDF_WITH_SCRIPT = PDF.replace(b"/Catalog", b"/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>")
HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
LINK = 0o120777 << 16
"""The attribute of an entry that is a symbolic link."""

_MAIN = "application/vnd.openxmlformats-officedocument.{}.main+xml"
WORD, EXCEL = _MAIN.format("wordprocessingml.document"), _MAIN.format("spreadsheetml.sheet")
_DOCUMENT = b'<?xml version="1.0"?><document/>'


def png(width: int = 2, height: int = 2) -> bytes:
    """A PNG whose header claims this size."""
    header = struct.pack(">2L5B", width, height, 8, 2, 0, 0, 0)
    parts = (b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 14)), (b"IEND", b"")
    chunks = (
        struct.pack(">L", len(content)) + kind + content + struct.pack(">L", zlib.crc32(kind + content))
        for kind, content in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def jpg(width: int = 2, height: int = 2) -> bytes:
    """A JPEG whose frame claims this size."""
    application = b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    frame = b"\xff\xc0\x00\x0b\x08" + struct.pack(">HH", height, width) + b"\x01\x01\x11\x00"
    return b"\xff\xd8" + application + frame + b"\xff\xd9"


def types(main: str = WORD, more: str = "") -> bytes:
    """The list of parts of an office file."""
    namespace = "http://schemas.openxmlformats.org/package/2006/content-types"
    override = f'<Override PartName="/main.xml" ContentType="{main}"/>'
    return f'<?xml version="1.0"?><Types xmlns="{namespace}">{override}{more}</Types>'.encode()


def relation(kind: str, target: str) -> bytes:
    """A list of relations with one that leads out of the file."""
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    kind = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"
    one = f'<Relationship Id="r1" Type="{kind}" Target="{target}" TargetMode="External"/>'
    return f'<Relationships xmlns="{namespace}">{one}</Relationships>'.encode()


def docx(parts: Mapping[str | ZipInfo, bytes] | None = None, *, main: str = WORD, more: str = "") -> bytes:
    """An office file with the parts that one needs, and these."""
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types(main, more))
        archive.writestr("main.xml", _DOCUMENT)
        for name, part in (parts or {}).items():
            archive.writestr(name, part)
    return content.getvalue()


def xlsx() -> bytes:
    """A spreadsheet."""
    return docx(main=EXCEL)


def linked(name: str) -> ZipInfo:
    """The entry of a symbolic link."""
    entry = ZipInfo(name)
    entry.external_attr = LINK
    return entry


def bomb(megabytes: int) -> bytes:
    """An office file that is small and unpacks to this size."""
    content = BytesIO(docx())
    with ZipFile(content, "a", ZIP_DEFLATED, compresslevel=1) as archive, archive.open("sheet.xml", "w") as part:
        part.write(_DOCUMENT)
        for _ in range(megabytes):
            part.write(b" " * 1024 * 1024)
    return content.getvalue()


def multipart(
    fields: Mapping[str, str], file: tuple[bytes, str] | None = None, field: str = "file"
) -> dict[str, object]:
    """A form with perhaps a file as a browser sends it, for a test client, which would put a long one on the disk."""
    edge = "edge-of-a-part"
    parts = [f'name="{name}"\r\n\r\n{text}'.encode() for name, text in fields.items()]
    if file:
        content, name = file
        parts.append(f'name="{field}"; filename="{name}"\r\n\r\n'.encode() + content)
    body = b"".join(f"--{edge}\r\nContent-Disposition: form-data; ".encode() + part + b"\r\n" for part in parts)
    return {"data": body + f"--{edge}--\r\n".encode(), "content_type": f"multipart/form-data; boundary={edge}"}
