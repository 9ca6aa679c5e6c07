"""Pieces of a long secret, and where a short one stands."""

from __future__ import annotations

import pytest

from pytest_golive.masking.known import Mask

pytestmark = pytest.mark.security
LONG = "aB3-dE6_gH9:jK2xmN5ypQ8zsT1wvW4uyZ7" + "q0rC-fD_iF;lG"  # no character stands where another could


def hide(secret, text):
    mask = Mask()
    mask.add(secret)
    return mask.hide(text)


@pytest.mark.parametrize(
    ("secret", "text", "said"),
    [
        ("pw", "\u00e4pw\u00e4", "\u00e4[hidden]\u00e4"),  # the letters of other scripts stand beside words as well
        ("aaaaaa", "aaaaaaa", "[hidden]"),
        ("abcabcabc", "abcabcabcabc", "[hidden]"),
    ],
)
def test_short_secrets(secret, text, said):
    assert hide(secret, text) == said


@pytest.mark.parametrize(
    ("size", "start", "end", "is_hidden"),
    [
        (32, 0, 16, True),
        (32, 16, 32, True),
        (32, 0, 15, False),
        (31, 0, 16, True),
        (27, 0, 20, True),
        (27, 0, 15, False),
        (27, 1, 27, False),
        (47, 16, 32, True),
        (47, 32, 47, False),
        (48, 32, 48, True),
        (48, 1, 40, True),
        (48, 5, 48, True),
        (48, 17, 31, False),
    ],
)
@pytest.mark.parametrize(("before", "after"), [("", ""), ("=", "="), ("<<<", ">>>")])
def test_a_secret_is_known_by_each_of_its_blocks_and_hidden_as_far_as_it_goes(  # noqa: PLR0917 -- a table
    size, start, end, is_hidden, before, after
):
    piece = LONG[:size][start:end]
    assert hide(LONG[:size], f"{before}{piece}{after}") == f"{before}{'[hidden]' if is_hidden else piece}{after}"


@pytest.mark.parametrize(
    ("block", "is_hidden"),
    [("ab" * 8, False), ("abcdefabcdefabcd", False), ("abcdefgabcdefgab", True), ("-----BEGIN X KEY", False)],
)
def test_a_block_of_few_characters_or_the_frame_of_a_key_tells_nothing(block, is_hidden):
    assert hide(block + "0123456789ABCDEF", f"={block}=") == ("=[hidden]=" if is_hidden else f"={block}=")


@pytest.mark.parametrize("cut", ["...", "....", "\u2026"])
@pytest.mark.parametrize("size", [12, 20, 31])
@pytest.mark.parametrize("around", ["", "'"])
def test_what_is_left_before_and_behind_an_ellipsis_is_hidden(cut, size, around):
    secret = LONG[:size]
    for shown in (6, 9, size - 1):
        assert hide(secret, f"{around}{secret[:shown]}{cut}") == f"{around}[hidden]{cut}"
        assert hide(secret, f"{cut}{secret[-shown:]}{around}") == f"{cut}[hidden]{around}"
    for text in (f"{secret[:5]}{cut}", f"{cut}{secret[-5:]}", f"{secret[:6]}x{cut}", f"{cut}x{secret[-6:]}"):
        assert hide(secret, text) == text


def test_two_dots_are_no_ellipsis():
    assert hide(LONG[:20], f"{LONG[:9]}..") == f"{LONG[:9]}.."


@pytest.mark.parametrize(("secret", "is_hidden"), [("aB3-dE6_gH9", False), ("aB3-dE6_gH9:", True)])
def test_only_a_long_secret_is_one_in_other_letters_too(secret, is_hidden):
    for text in (secret.upper(), secret.lower()):
        assert hide(secret, f"<{text}>") == ("<[hidden]>" if is_hidden else f"<{text}>")
