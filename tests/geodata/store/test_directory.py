"""Publishing: whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from geodata.errors import DatasetError
from geodata.store.directory import (
    CATALOGUE,
    CONTRACT_FILES,
    FORMAT,
    KEPT_VERSIONS,
    SEARCH,
    TILES,
    WALKS,
    DatasetDirectory,
    read_manifest,
    write_manifest,
)

MANIFEST = {
    "format": FORMAT,
    "built_at": "",
    "bounds": [],
    "view": [],
    "centre": [],
    "counts": {},
    "plan": {},
}


def publish(dataset: DatasetDirectory, content: str) -> Path:
    with dataset.workshop() as bench:
        for name in (*CONTRACT_FILES, CATALOGUE, SEARCH, WALKS, TILES):
            (bench / name).write_text(content)
        write_manifest(bench, MANIFEST)
        return dataset.publish(bench)


def test_what_was_published_is_current_and_linked_for_people(tmp_path: Path) -> None:
    dataset = DatasetDirectory(tmp_path / "dataset")
    version = publish(dataset, "one")
    assert dataset.current() == version
    assert (dataset.path / "matches.csv").read_text() == "one"
    assert read_manifest(version)["dataset_id"] == version.name


def test_a_build_that_fails_changes_nothing_and_leaves_nothing(tmp_path: Path) -> None:
    dataset = DatasetDirectory(tmp_path / "dataset")
    version = publish(dataset, "one")
    with pytest.raises(RuntimeError), dataset.workshop() as bench:
        (bench / "matches.csv").write_text("half")
        raise RuntimeError
    assert dataset.current() == version
    assert not list(dataset.path.glob(".building-*"))


def test_what_a_killed_build_left_behind_is_cleared_by_the_next(tmp_path: Path) -> None:
    dataset = DatasetDirectory(tmp_path / "dataset")
    publish(dataset, "one")
    (dataset.path / ".building-1").mkdir()
    publish(dataset, "two")
    assert not list(dataset.path.glob(".building-*"))


def test_three_older_versions_are_kept(tmp_path: Path) -> None:
    dataset = DatasetDirectory(tmp_path / "dataset")
    versions = [publish(dataset, str(number)) for number in range(6)]
    assert sorted(dataset.versions.iterdir()) == versions[-KEPT_VERSIONS - 1 :]
    assert dataset.version(versions[-2].name) == versions[-2]
    assert dataset.version(versions[0].name) is None


def test_a_version_is_asked_for_by_name_only(tmp_path: Path) -> None:
    dataset = DatasetDirectory(tmp_path / "dataset")
    publish(dataset, "one")
    assert dataset.version("../versions") is None


def test_a_directory_with_other_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with (
        pytest.raises(DatasetError, match="holds other files"),
        DatasetDirectory(tmp_path).workshop(),
    ):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_two_builds_at_once_are_refused(tmp_path: Path) -> None:
    dataset = DatasetDirectory(tmp_path / "dataset")
    with dataset.workshop(), pytest.raises(DatasetError, match="another build"), dataset.workshop():
        pass


def test_a_dataset_of_another_format_says_so(tmp_path: Path) -> None:
    write_manifest(tmp_path, {"format": 99})
    with pytest.raises(DatasetError, match="format 99, expected "):
        read_manifest(tmp_path)
