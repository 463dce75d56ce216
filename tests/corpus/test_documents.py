"""PDF and Word files become the story they hold: whole paragraphs, without what pages repeat."""

from __future__ import annotations

import subprocess
import sys
import threading
from datetime import UTC, datetime

import pytest

from corpus.documents import reading
from corpus.documents.child import read
from corpus.documents.hyphens import join_lines, known_words
from corpus.documents.layout import flow
from corpus.documents.lines import Line
from corpus.documents.titles import sensible_author, sensible_title
from corpus.documents.written import Trouble, Written
from corpus.files import read_bytes
from corpus.models import Article, Draft, Hints
from tests.corpus.papers import Placed, docx, paragraph, pdf

STORY = [
    "The minister resigned on Monday after a week of protests in the har-",
    "bour, her office said. Nobody had expected it, and the long-",
    "term plan for the port was dropped on the same evening.",
    "",
    "Workers cheered when the news came. They had asked for it since",
    "spring, and the union will now meet the mayor on Friday morning.",
]


def printed(pages: int = 1, headline: str = "Minister resigns after protests") -> list[list[Placed]]:
    """Pages with a header, a footer and the same story on each, as a printer lays them out."""
    made = []
    for number in range(1, pages + 1):
        lines: list[Placed] = [(60, 810, 8, "The Courier - Monday edition")] if pages > 1 else []
        top = 780.0
        if number == 1:
            lines.append((60, top, 24, headline))
            lines.append((60, top - 30, 10, "10 September 2024"))
        for index, words in enumerate(STORY):
            said = words.replace("minister", f"minister of district {number}")
            lines += [(60, top - 60 - 14 * index, 11, said)] if words else []
        lines.append((290, 30, 8, f"Page {number} of {pages}"))
        made.append(lines)
    return made


def upload(name: str, data: bytes, hints: Hints | None = None) -> Article:
    [draft] = read_bytes(name, data, hints or Hints())
    assert isinstance(draft, Draft), draft
    return draft.article


def written(data: bytes, kind: str = "pdf") -> Written:
    found = read(kind, data)
    assert isinstance(found, Written), found
    return found


def test_a_pdf_becomes_an_article_of_whole_paragraphs() -> None:
    article = upload("scan-0417.pdf", pdf(printed()))
    assert article.title == "Minister resigns after protests"
    assert article.published_at == datetime(2024, 9, 10, tzinfo=UTC)
    first, second = article.text.split("\n\n")
    assert "in the harbour, her office said. Nobody had expected it, and the long-term plan" in first
    assert first.endswith("on the same evening.")
    assert second.startswith("Workers cheered")


def test_what_every_page_repeats_is_dropped() -> None:
    found = written(pdf(printed(pages=4)))
    words = " ".join(found.paragraphs)
    assert "Courier" not in words
    assert "Page" not in words
    assert words.count("The minister of district") == 4


def test_a_paragraph_goes_on_over_the_page() -> None:
    one: list[Placed] = [(60, 100, 11, "The ship left the harbour on Tuesday and was seen by nobody until")]
    two: list[Placed] = [(60, 780, 11, "it came back in the spring with all of its cargo on board.")]
    assert len(written(pdf([one, two])).paragraphs) == 1


def test_columns_are_read_one_after_the_other() -> None:
    left: list[Placed] = [(60, 700 - 12 * n, 10, f"left column line {n} of the story") for n in range(6)]
    right: list[Placed] = [(320, 700 - 12 * n, 10, f"right column line {n} of the story") for n in range(6)]
    text = " ".join(written(pdf([left + right])).paragraphs)
    assert text.index("left column line 5") < text.index("right column line 0")


def test_an_indent_begins_a_paragraph() -> None:
    lines = [
        *(
            "The ship left the harbour on Tuesday and was seen",
            "by nobody until the spring came round again.",
        ),
        *("It was found by a boy who had lost his way home", "and thought that it was a whale on the beach."),
    ]
    page = [
        Line(words, 74 if index % 2 == 0 else 60, 700 - 12 * index, 10)
        for index, words in enumerate(lines * 2)
    ]
    assert len(flow([page]).paragraphs) == 4


def test_the_address_that_a_browser_prints_is_the_articles() -> None:
    page = [*printed()[0][:-1], (24.0, 17.0, 8.0, "https://courier.example/minister 1/1")]
    article = upload("print.pdf", pdf([page]))
    assert article.url == "https://courier.example/minister"
    assert "courier.example" not in article.text


@pytest.mark.parametrize(
    ("lines", "known", "joined"),
    [
        (["the har-", "bour"], "", "the harbour"),
        (["a long-", "term plan"], "", "a long-term plan"),
        (["the anti-", "war march"], "antiwar", "the antiwar march"),
        (["the door-", "to-door sale"], "door-to", "the door-to-door sale"),
        (["the US-", "Iran talks"], "", "the US-Iran talks"),
        (["in 2023-", "24 it fell"], "", "in 2023- 24 it fell"),
        (["the har\u00ad", "bour"], "", "the harbour"),
        (["港の", "船"], "", "港の船"),
        (["it fell", "—and rose"], "", "it fell—and rose"),
        (["it fell —", "and rose"], "", "it fell — and rose"),
    ],
)
def test_words_cut_at_the_end_of_a_line_are_made_whole(lines: list[str], known: str, joined: str) -> None:
    assert join_lines(lines, known_words([known])) == joined


@pytest.mark.parametrize(
    "title",
    [
        "Microsoft Word - Document1",
        "Microsoft Word - minister_final.docx",
        "untitled",
        "Document1",
        "minister.indd",
        "CR0910A01V1",
        "2024-09-10 0417",
        "about:blank",
        "file:///home/ada/minister.html",
        "PowerPoint Presentation",
        "scan-0417",
        "Adobe InDesign",
        "Press desk",
        "",
        None,
    ],
)
def test_titles_that_programs_write_are_no_headlines(title: str | None) -> None:
    assert sensible_title(title, "scan-0417.pdf", "The story.") is None


def test_titles_that_people_write_are_headlines() -> None:
    assert sensible_title("Minister resigns after protests", "a.pdf", "") == "Minister resigns after protests"
    assert sensible_title("Microsoft Word - Minister quits at last", "a.pdf", "") == "Minister quits at last"
    assert sensible_title("Minister quits", "a.pdf", "Minister quits\n\nThe story.") == "Minister quits"


@pytest.mark.parametrize(
    "author", ["python-docx", "Microsoft Office User", "ada", "abrandt2", "ADMIN", "The Boss PC", None]
)
def test_accounts_and_programs_are_no_authors(author: str | None) -> None:
    assert sensible_author(author) is None


def test_people_are_authors() -> None:
    assert sensible_author(" Ada  Brandt") == "Ada Brandt"
    assert sensible_author("Ludwig van Beethoven and Ada Brandt") == "Ludwig van Beethoven and Ada Brandt"


def test_the_memory_of_whoever_opens_a_document_is_not_held_against_it() -> None:
    held = b"\x01" * (256 << 20)
    code = "from corpus.documents.child import resident; print(resident())"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert 0 < int(said.stdout) < len(held)


def test_the_day_a_file_was_made_is_no_publication_date() -> None:
    page = [line for line in printed()[0] if "2024" not in line[3]]
    info = "/Title (Microsoft Word - Document1) /Author (Ada Brandt) /CreationDate (D:20200101000000Z)"
    article = upload("a.pdf", pdf([page], info))
    assert article.published_at is None
    assert (article.title, article.author) == ("Minister resigns after protests", "Ada Brandt")


def test_a_publication_date_in_the_publishers_metadata_is_one() -> None:
    xmp = (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        b'<rdf:Description rdf:about="" xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/">'
        b"<prism:publicationDate>2021-03-04</prism:publicationDate></rdf:Description></rdf:RDF></x:xmpmeta>"
    )
    page = [line for line in printed()[0] if "2024" not in line[3]]
    stream = b"<< /Type /Metadata /Subtype /XML /Length %d >>\nstream\n" % len(xmp) + xmp + b"\nendstream"
    data = pdf([page], extra=[stream]).replace(
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Catalog /Pages 2 0 R /Metadata 7 0 R >>"
    )
    assert written(data).published == "2021-03-04"


def test_a_word_document_becomes_an_article() -> None:
    body = (
        paragraph("Minister resigns", "Titel") + paragraph("By Ada Brandt") + paragraph("10 September 2024")
    )
    body += paragraph("The minister resigned on Monday after a week of protests in the harbour.")
    body += (
        "<w:tbl><w:tr><w:tc>"
        + paragraph("District")
        + "</w:tc><w:tc>"
        + paragraph("Votes")
        + "</w:tc></w:tr></w:tbl>"
    )
    article = upload("story.docx", docx(body))
    assert (article.title, article.author) == ("Minister resigns", "Ada Brandt")
    assert article.published_at == datetime(2024, 9, 10, tzinfo=UTC)
    assert article.text == (
        "The minister resigned on Monday after a week of protests in the harbour.\n\nDistrict | Votes"
    )


def test_words_that_a_reader_of_the_document_sees_are_read_and_no_others() -> None:
    body = (
        "<w:p><w:r><w:t>The minister </w:t></w:r><w:ins><w:r><w:t>resigned</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>stayed</w:delText><w:t>stayed</w:t></w:r></w:del>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t> secretly</w:t></w:r>"
        "<w:r><w:t> on</w:t><w:tab/></w:r><w:r><w:ruby><w:rt><w:r><w:t>mun-day</w:t></w:r></w:rt><w:rubyBase>"
        "<w:r><w:t>Monday.</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>"
        "<w:sdt><w:sdtContent>" + paragraph("Her office said so.") + "</w:sdtContent></w:sdt>"
    )
    assert written(docx(body), "docx").paragraphs == [
        "The minister resigned on Monday.",
        "Her office said so.",
    ]


def test_a_title_in_the_properties_of_a_word_document_is_used_if_somebody_wrote_it() -> None:
    body = paragraph("the minister resigned on Monday after a week of protests in the harbour, she said.")
    core = "<dc:title>Minister quits at last</dc:title><dc:creator>python-docx</dc:creator>"
    article = upload("a.docx", docx(body, core))
    assert (article.title, article.author) == ("Minister quits at last", None)


def test_documents_are_read_from_any_thread() -> None:
    found: list[str] = []
    thread = threading.Thread(target=lambda: found.append(upload("a.pdf", pdf(printed())).title))
    thread.start()
    thread.join()
    assert found == ["Minister resigns after protests"]


def test_a_child_that_does_not_answer_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "WAIT", 0.001)
    assert reading._ask_child(pdf(printed()), "pdf") is Trouble.HEAVY
