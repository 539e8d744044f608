"""The pages in docs/reference and the picture in docs/images are what the shipped pack makes."""

from __future__ import annotations

from .test_generate import script


def test_the_pages_of_the_shipped_pack_are_up_to_date() -> None:
    generate = script()
    pages, kept = generate.made(), generate.kept()
    assert list(generate.differences(pages, kept)) == [], "run: make docs"
    assert len(kept) > 100


def test_the_picture_of_the_readme_is_up_to_date() -> None:
    generate = script()
    assert list(generate.differences(generate.drawn(), generate.kept(generate.IMAGES))) == [], "run: make docs"
