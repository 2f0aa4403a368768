"""Bodies of calls, in every form in which they come."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.telegram.errors import ApiError
from bot.playground.telegram.files import Upload
from bot.playground.telegram.wire import read_body

MULTIPART = (
    b'--xyz\r\nContent-Disposition: form-data; name="chat_id"\r\n\r\n7\r\n'
    b'--xyz\r\nContent-Disposition: form-data; name="photo"; filename="x.png"\r\nContent-Type: image/png\r\n\r\n'
    b"\x89PNG\r\n\r\nbinary\r\n--xyz--\r\n"
)


def test_json_a_form_and_the_query_say_the_same():
    assert read_body("application/json", b'{"chat_id": 7}') == ({"chat_id": 7}, {})
    assert read_body("application/x-www-form-urlencoded", b"chat_id=7&text=%D0%B4") == (
        {"chat_id": "7", "text": "д"},
        {},
    )
    assert read_body("", b"", "chat_id=7&text=") == ({"chat_id": "7", "text": ""}, {})
    assert read_body("application/json; charset=utf-8", b'{"a": 1}', "b=2") == ({"a": 1, "b": "2"}, {})


def test_a_file_comes_out_byte_for_byte():
    fields, uploads = read_body("multipart/form-data; boundary=xyz", MULTIPART)
    assert fields == {"chat_id": "7"}
    assert uploads == {"photo": Upload("x.png", b"\x89PNG\r\n\r\nbinary", "image/png")}


@pytest.mark.parametrize(
    ("kind", "body", "refusal"),
    [
        ("application/json", b"[1]", "can't parse request JSON object"),
        ("application/json", b"[" * 100_000, "can't parse request JSON object"),
        ("application/x-www-form-urlencoded", b"\xff", "strings must be encoded in UTF-8"),
        ("multipart/form-data", b"x", "boundary field not found"),
        (
            "multipart/form-data; boundary=xyz",
            b"--xyz\r\n\r\n\r\n7\r\n--xyz--",
            "a part of the body has no name",
        ),
        ("text/plain", b"x", "unsupported content type text/plain"),
    ],
)
def test_a_body_that_cannot_be_read_is_refused(kind, body, refusal):
    with pytest.raises(ApiError, match=refusal):
        read_body(kind, body)


KINDS = ["application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=xyz"]


@given(
    st.sampled_from(KINDS),
    st.binary(max_size=80) | st.binary(max_size=40).map(lambda noise: MULTIPART + noise),
)
def test_any_body_is_either_read_or_refused(kind, body):
    try:
        fields, uploads = read_body(kind, body)
    except ApiError:
        return
    assert isinstance(fields, dict)
    assert isinstance(uploads, dict)
