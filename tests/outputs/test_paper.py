"""Word documents: titles of any length."""

import io

from docx import Document

from simulation.outputs.office import paper


def test_a_title_longer_than_a_documents_properties_hold_is_whole_on_the_page():
    title = " and ".join(["A way of working with a very long name"] * 40)
    found = Document(io.BytesIO(paper.ended(paper.begun(title))))
    assert found.paragraphs[0].text == title
    assert title.startswith(found.core_properties.title)
    assert len(found.core_properties.title) == 255
