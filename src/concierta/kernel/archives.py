"""What reading a ZIP file that is damaged may raise, whichever way its parts were compressed."""

import lzma
import struct
import zipfile
import zlib

DAMAGED: tuple[type[Exception], ...] = (
    zipfile.BadZipFile,
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    # Of an encrypted part, or one that another changed while it was read.
    RuntimeError,
    ValueError,
    lzma.LZMAError,
    struct.error,
    zlib.error,
)
