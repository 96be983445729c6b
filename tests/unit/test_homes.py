"""The folders of this user are those that platformdirs names, also where it is not asked."""

from __future__ import annotations

import platformdirs
import pytest

from attune_packkit.homes import cache_folder, config_folder


@pytest.mark.parametrize("own", ["/home/ada", "/", "relative", "", None])
@pytest.mark.parametrize("given", ["/elsewhere", "/else where/", "relative", "", "~/x", None])
def test_the_folders_are_those_of_platformdirs(
    monkeypatch: pytest.MonkeyPatch, own: str | None, given: str | None
) -> None:
    for variable, value in (("HOME", own), ("XDG_CONFIG_HOME", given), ("XDG_CACHE_HOME", given)):
        if value is None:
            monkeypatch.delenv(variable, raising=False)
        else:
            monkeypatch.setenv(variable, value)
    assert config_folder() == platformdirs.user_config_dir("packkit", appauthor=False)
    assert cache_folder() == platformdirs.user_cache_dir("packkit", appauthor=False)
