"""Photos sent from a phone: what they say beside the picture is gone before they are kept (ASVS 14.2.8)."""

import io
import re
import uuid

import pytest
from PIL import Image, ImageOps

from client import Document

SEED = bytes((17 * place * place + 5 * place) % 251 for place in range(24 * 16 * 3))


def photo(sort: str) -> bytes:
    """Made-up pixels, a made-up maker, a place and a time, held sideways."""
    picture, out = Image.frombytes("RGB", (24, 16), SEED), io.BytesIO()
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x0132] = 6, "Made-up maker", "2024:01:02 03:04:05"
    place = exif.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", (51.0, 30.0, 1.0), "W", (0.0, 7.0, 1.0)
    more = {"WEBP": {"lossless": True, "xmp": b"<x>Made-up maker</x>"}, "JPEG": {"comment": b"Made-up maker"}}.get(sort, {})
    picture.save(out, sort, exif=exif, **more)
    return out.getvalue()


@pytest.mark.parametrize("sort", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_a_photo_keeps_its_pixels_and_which_way_is_up_and_nothing_else(service, visitor, sort):
    worker = visitor(service, "case_manager")
    child = re.search(r'href="(/children/[0-9a-f-]{36})', worker.get("/children").text).group(1)
    page = worker.get(f"{child}/documents/new")
    form = next(form for form in Document(page.text).forms if "file" in form.names)
    sent, title = photo(sort), f"Photo {uuid.uuid4().hex[:8]}"
    typed = {**dict(form.fields), "type": "OTHER", "title": title}
    answer = worker.send_files(form.action, list(typed.items()), [("file", "photo", sent)])
    assert answer.status == 303, re.sub(r"<[^>]*>", " ", answer.text)[:800]
    kept = worker.get(answer.location.split("?")[0] + "/content").body
    assert b"Made-up maker" in sent and b"Made-up maker" not in kept and b"2024:01:02" not in kept
    before, after = Image.open(io.BytesIO(sent)), Image.open(io.BytesIO(kept))
    assert after.tobytes() == before.tobytes(), "the pixels are those that were sent"
    assert ImageOps.exif_transpose(after).size == ImageOps.exif_transpose(before).size == (16, 24)
    assert not after.getexif().get_ifd(0x8825) and 0x010F not in after.getexif()
