"""What a download makes of servers that fail, and that what has come is never mixed with another file."""

from __future__ import annotations

import random
import time
from email.utils import formatdate
from pathlib import Path

import pytest

from synonymizer.errors import NotFetched, OutputNotWritable
from synonymizer.install.download import Absent, Downloader, Patience
from tests.install.server import Answer, Publisher, publishing

DATA = random.Random(1).randbytes(300_000)
OTHER = random.Random(2).randbytes(300_000)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "file.gz"


@pytest.fixture
def url(publisher: Publisher) -> str:
    publisher.files["/file.gz"] = DATA
    return f"{publisher.url}/file.gz"


def _names(target: Path) -> list[str]:
    return sorted(path.name for path in target.parent.iterdir())


@pytest.mark.parametrize(
    "fault",
    [
        Answer(cut=100_000),
        Answer(cut=0),
        Answer(status=503, headers={"Retry-After": "0"}),
        Answer(status=503, headers={"Retry-After": formatdate(time.time(), usegmt=True)}),
        Answer(status=429),
        Answer(status=500),
        Answer(status=408),
        Answer(pause=0.6),
        Answer(status=302, headers={"Location": "/elsewhere"}),
    ],
)
def test_what_passes_is_tried_again(
    publisher: Publisher, downloader: Downloader, url: str, target: Path, fault: Answer
) -> None:
    publisher.files["/elsewhere"] = DATA
    publisher.plans["/file.gz"] = [fault]
    downloader.download(url, target)
    assert target.read_bytes() == DATA
    assert _names(target) == ["file.gz"]


def test_a_broken_download_goes_on_where_it_stopped(
    publisher: Publisher, downloader: Downloader, url: str, target: Path
) -> None:
    publisher.plans["/file.gz"] = [Answer(cut=100_000), Answer(cut=50_000)]
    downloader.download(url, target)
    assert target.read_bytes() == DATA
    assert [part for _, part in publisher.asked()] == [None, "bytes=100000-", "bytes=150000-"]


def test_another_process_goes_on_where_the_first_one_stopped(publisher: Publisher, url: str, target: Path) -> None:
    publisher.plans["/file.gz"] = [Answer(cut=100_000), Answer(status=503)]
    impatient = Patience(attempts=1, worth=1 << 30)
    for _ in range(2):
        with pytest.raises(NotFetched):
            Downloader(impatient).download(url, target)
    Downloader(impatient).download(url, target)
    assert target.read_bytes() == DATA
    assert [part for _, part in publisher.asked()] == [None, "bytes=100000-", "bytes=100000-"]


def test_a_file_that_changed_meanwhile_is_begun_anew(
    publisher: Publisher, downloader: Downloader, url: str, target: Path
) -> None:
    publisher.plans["/file.gz"] = [Answer(cut=100_000)]
    with pytest.raises(NotFetched):
        Downloader(Patience(attempts=1, worth=1 << 30)).download(url, target)
    publisher.files["/file.gz"] = OTHER
    downloader.download(url, target)
    assert target.read_bytes() == OTHER


def test_a_server_that_ignores_ranges_sends_all_of_it(
    publisher: Publisher, downloader: Downloader, url: str, target: Path
) -> None:
    publisher.plans["/file.gz"] = [Answer(cut=100_000), Answer(is_whole=True)]
    downloader.download(url, target)
    assert target.read_bytes() == DATA


def test_nothing_is_gone_on_with_that_the_server_does_not_identify(
    publisher: Publisher, downloader: Downloader, url: str, target: Path
) -> None:
    publisher.has_tags = False
    publisher.plans["/file.gz"] = [Answer(cut=100_000)]
    downloader.download(url, target)
    assert target.read_bytes() == DATA
    assert [part for _, part in publisher.asked()] == [None, None]


def test_a_download_cut_at_any_byte_again_and_again_is_right_in_the_end(
    publisher: Publisher, url: str, target: Path
) -> None:
    draw = random.Random(50)
    for _ in range(50):
        cuts = [Answer(cut=draw.randrange(len(DATA))) for _ in range(draw.randrange(1, 6))]
        publisher.plans["/file.gz"] = cuts
        Downloader(Patience(attempts=9, pause=0)).download(url, target)
        assert target.read_bytes() == DATA
        target.unlink()


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        ([Answer(status=503)] * 3, "answers 503"),
        ([Answer(pause=0.6)] * 3, "timed out"),
        ([Answer(cut=10)] * 3, "ended after 30 of 300,000 bytes"),
        ([Answer(status=403)], "answers 403"),
        ([Answer(status=302, headers={"Location": "ftp://127.0.0.1/file.gz"})], "not HTTP"),
        ([Answer(status=302, headers={"Location": "/file.gz"})] * 40, "redirect"),
    ],
)
def test_what_does_not_pass_is_said_in_a_sentence(
    publisher: Publisher, downloader: Downloader, url: str, target: Path, plan: list[Answer], said: str
) -> None:
    publisher.plans["/file.gz"] = [*plan]
    with pytest.raises(NotFetched) as caught:
        downloader.download(url, target)
    assert url in caught.value.message
    assert said in caught.value.message
    assert not target.exists()


def test_a_file_that_is_not_there_is_absent(publisher: Publisher, downloader: Downloader, target: Path) -> None:
    with pytest.raises(Absent):
        downloader.download(f"{publisher.url}/nothing", target)
    with pytest.raises(Absent):
        downloader.find_size(f"{publisher.url}/nothing")


def test_the_size_is_told_before_anything_is_downloaded(publisher: Publisher, downloader: Downloader, url: str) -> None:
    assert downloader.find_size(url) == len(DATA)
    assert publisher.asked() == []


def test_a_host_that_does_not_answer_is_named(downloader: Downloader, target: Path) -> None:
    with pytest.raises(NotFetched, match=r"http://127\.0\.0\.1:1/file cannot be downloaded: connection refused"):
        downloader.download("http://127.0.0.1:1/file", target)


def test_a_folder_that_is_not_there_cannot_be_written(downloader: Downloader, url: str, tmp_path: Path) -> None:
    with pytest.raises(OutputNotWritable):
        downloader.download(url, tmp_path / "nowhere" / "file")


def test_a_proxy_is_asked_when_the_environment_names_one(
    publisher: Publisher, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with publishing() as proxy:
        proxy.files["http://publisher.example/file.gz"] = DATA
        monkeypatch.setenv("http_proxy", proxy.url)
        monkeypatch.delenv("no_proxy", raising=False)
        monkeypatch.delenv("NO_PROXY", raising=False)
        Downloader(Patience(attempts=1)).download("http://publisher.example/file.gz", target)
    assert target.read_bytes() == DATA
    assert publisher.requests == []


def test_progress_is_told_to_the_end(downloader: Downloader, url: str, target: Path) -> None:
    told: list[tuple[int, int]] = []
    downloader.download(url, target, lambda done, total: told.append((done, total)))
    assert told[-1] == (len(DATA), len(DATA))
    assert told == sorted(told)
