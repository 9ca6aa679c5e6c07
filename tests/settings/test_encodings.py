"""Settings files in other encodings than UTF-8."""

from __future__ import annotations

import pytest

from pytest_golive.errors import SettingsError
from pytest_golive.settings.files.reading import read_text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xef\xbb\xbf# Findings\n", "starts with a byte order mark, which a file of this kind does not have"),
        ("# Findings\n".encode("utf-16"), "is written in UTF-16, and a file of this kind is UTF-8"),
        (b"a\nb\xe9\n", ":2: not UTF-8, as a file of this kind must be"),
    ],
)
def test_a_ratchet_in_another_encoding_is_not_told_of_toml(tmp_path, content, words):
    (tmp_path / "golive-ratchet.txt").write_bytes(content)
    with pytest.raises(SettingsError) as caught:
        read_text(tmp_path, "golive-ratchet.txt")
    assert words in caught.value.what
    assert caught.value.cure.startswith("save it as UTF-8")
