"""Pictures and documents: what becomes of an upload, an address, or the id of a file that was sent before."""

import hashlib
import ipaddress
import mimetypes
from dataclasses import dataclass
from io import BytesIO
from itertools import count
from urllib.parse import urlsplit

from PIL import Image, UnidentifiedImageError
from telegram.constants import FileSizeLimit

from tests.platforms.telegram.call import Call, Upload
from tests.platforms.telegram.refusal import CircumstanceError, Json, RefusalError

WRONG = "Bad Request: wrong file identifier/HTTP URL specified"
UNREACHABLE = "Bad Request: failed to get HTTP URL content"
SIDES = (90, 320, 800, 1280)
COVER = (225, 320)
MOST_PIXELS_OF_SIDES = 10_000
STEEPEST = 20


@dataclass(frozen=True, slots=True)
class File:
    """A file at Telegram. A picture that was given by its address has no content: nothing is fetched here."""

    file_id: str
    unique_id: str
    path: str
    content: bytes
    size: tuple[int, int] | None = None

    def downloaded(self) -> bytes:
        """Return what a download gives: the content, or a grey picture for one that was given by its address."""
        if self.content or self.size is None:
            return self.content
        drawn = BytesIO()
        Image.new("RGB", self.size, "grey").save(drawn, "JPEG")
        return drawn.getvalue()


class Files:
    """All files that this bot has sent. `unreachable` holds hosts whose pictures Telegram fails to fetch."""

    def __init__(self) -> None:
        self.unreachable: set[str] = set()
        self._by_id: dict[str, File] = {}
        self._by_path: dict[str, File] = {}
        self._by_address: dict[str, list[Json]] = {}
        self._sizes_of: dict[str, list[Json]] = {}
        self._numbers = count(1)

    def photo(self, value: str, call: Call) -> list[Json]:
        """Return the sizes of a picture, the smallest first. Raises RefusalError for what is no picture."""
        if upload := _upload(value, call):
            return self._sizes(_measured(upload), upload.content)
        if value.startswith(("http://", "https://")):
            return self._fetched(value)
        known = self.by_id(value)
        if known.size is None:
            raise RefusalError("Bad Request: type of file mismatch")
        return self._sizes_of[value]

    def document(self, value: str, call: Call) -> Json:
        """Return a Document. Raises RefusalError for an unknown id or an empty file."""
        if upload := _upload(value, call):
            if not upload.content:
                raise RefusalError("Bad Request: file must be non-empty")
            if len(upload.content) > FileSizeLimit.FILESIZE_UPLOAD:
                raise RefusalError("Request Entity Too Large", 413)
            file = self._add("documents", upload.name, upload.content)
        else:
            file = self.by_id(value)
        name = file.path.rpartition("/")[2]
        return {
            "file_id": file.file_id,
            "file_unique_id": file.unique_id,
            "file_name": name,
            "mime_type": mimetypes.guess_type(name)[0] or "application/octet-stream",
            "file_size": len(file.content),
        }

    def by_id(self, file_id: str) -> File:
        """Return a known file. Raises RefusalError for another."""
        if file := self._by_id.get(file_id):
            return file
        looks_right = file_id.startswith(("AgACAgIAAxk", "BQACAgIAAxk"))
        raise CircumstanceError(WRONG) if looks_right else RefusalError(WRONG)

    def by_path(self, path: str) -> File | None:
        """Return the file that a path of `getFile` leads to."""
        return self._by_path.get(path)

    def forget(self) -> None:
        """From now on no file id is valid any more."""
        self._by_id.clear()
        self._by_path.clear()
        self._by_address.clear()

    def _fetched(self, address: str) -> list[Json]:
        host = urlsplit(address).hostname or ""
        if not host or host in self.unreachable or _is_private(host):
            raise CircumstanceError(UNREACHABLE)
        if address not in self._by_address:
            self._by_address[address] = self._sizes(COVER, b"")
        return self._by_address[address]

    def _sizes(self, size: tuple[int, int], content: bytes) -> list[Json]:
        width, height = size
        longest = max(size)
        scales = sorted({min(1.0, side / longest) for side in SIDES})
        sizes = [
            _photo_size(self._add("photos", "", content, (max(1, round(width * scale)), max(1, round(height * scale)))))
            for scale in scales
        ]
        self._sizes_of |= {one["file_id"]: sizes for one in sizes}
        return sizes

    def _add(self, folder: str, name: str, content: bytes, size: tuple[int, int] | None = None) -> File:
        number = next(self._numbers)
        prefix = "AgACAgIAAxk" if size else "BQACAgIAAxk"
        digest = hashlib.blake2s(content + repr((number if not content else 0, size)).encode(), digest_size=6)
        file = File(
            f"{prefix}{number:021d}",
            f"AQAD{digest.hexdigest()}",
            f"{folder}/{name or f'file_{number}.jpg'}",
            content,
            size,
        )
        self._by_id[file.file_id] = self._by_path[file.path] = file
        return file


def _photo_size(file: File) -> Json:
    width, height = file.size or COVER
    return {
        "file_id": file.file_id,
        "file_unique_id": file.unique_id,
        "width": width,
        "height": height,
        "file_size": len(file.content) or width * height // 8,
    }


def _upload(value: str, call: Call) -> Upload | None:
    if not value.startswith("attach://"):
        return None
    upload = call.files.get(value.removeprefix("attach://"))
    if upload is None:
        raise RefusalError(WRONG)
    return upload


def _measured(upload: Upload) -> tuple[int, int]:
    if len(upload.content) > FileSizeLimit.PHOTOSIZE_UPLOAD:
        raise RefusalError("Bad Request: file is too big")
    try:
        with Image.open(BytesIO(upload.content)) as image:
            width, height = image.size
            image.verify()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise RefusalError("Bad Request: IMAGE_PROCESS_FAILED") from None
    if width + height > MOST_PIXELS_OF_SIDES or max(width, height) > STEEPEST * min(width, height):
        raise RefusalError("Bad Request: PHOTO_INVALID_DIMENSIONS")
    return width, height


def _is_private(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return "." not in host
