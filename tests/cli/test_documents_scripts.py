"""The shell scripts of the API's documents, with our commands in place of curl, run by bash and jq.

The documents read an answer's `data`; our JSON is what stands there, but for lists, which come with
their pages. So `api`, below, puts it back, and every path is the documents' own; but `label` is a
word of jq's language until jq 1.7 and has to be quoted.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from serving import needed

from .conftest import MakePack
from .test_download import World, world

__all__ = ["world"]

FUNCTIONS = """
set -euo pipefail
packkit() { "$PYTHON" -m attune_packkit "$@"; }
api() { packkit "$@" --format json | jq '{data: .}'; }
pages() { packkit "$@" --format json; }
"""
ACTION = "ref: {ref}\nlabel: Weigh\nrunner_type: shell\nentry_point: weigh.sh\n"
WEIGH = {"actions/weigh.yaml": ACTION.format(ref="parcels.weigh"), "actions/weigh.sh": "true\n"}
WORKFLOW = (
    "ref: parcels.day\nlabel: Day\nversion: 1.0.0\ntasks:\n  - name: go\n    action: {action}\n"
)


@pytest.fixture
def bash(work: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the installed packs, where scripts find it as Attune does."""
    needed("jq")
    monkeypatch.setenv("ATTUNE__PACKS_BASE_DIR", str(work / "base"))
    monkeypatch.setenv("PYTHON", sys.executable)
    return work / "base"


def run(script: str, code: int = 0, **variables: str) -> list[str]:
    """Run a script; return the lines that it prints."""
    done = subprocess.run(
        [needed("bash"), "-c", FUNCTIONS + script], capture_output=True, text=True, timeout=120,
        env={**os.environ, **variables},
    )  # fmt: skip
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout.splitlines()


@pytest.mark.loopback
def test_the_complete_workflow(world: World, bash: Path, work: Path) -> None:
    world.publish("core")
    action = {"actions/go.yaml": ACTION.format(ref="aws.go"), "actions/weigh.sh": "true\n"}
    world.publish("aws", needs=("core@^1",), files=action)
    script = """
        # 1. Download
        DOWNLOAD=$(api download aws --destination-dir fetched)
        PACK_PATH=$(echo "$DOWNLOAD" | jq -r '.data.downloaded_packs[0].pack_path')
        echo "$DOWNLOAD" | jq -c '.data | [.total_count, .success_count, .failure_count]'
        echo "$DOWNLOAD" | jq -c '.data.failed_packs'

        # 2. Check dependencies
        DEPS=$(api deps "$PACK_PATH")
        echo "$DEPS" | jq -c '.data | [.dependencies[0].pack_ref, .missing_dependencies, .errors]'
        echo "$DEPS" | jq -c '.data.analyzed_packs[] | [.pack_ref, .dependency_count]'
        echo "$DEPS" | jq -c '.data.runtime_requirements'

        # 3. Build/check environments
        ENVS=$(api build-envs "$PACK_PATH")
        echo "$ENVS" | jq -c '.data.summary | [.total_packs, .success_count, .failure_count]'
        echo "$ENVS" | jq -c '.data.summary | [.python_envs_built, .nodejs_envs_built]'
        echo "$ENVS" | jq -c '.data.built_environments[] | [.pack_ref, .environments]'
        echo "$ENVS" | jq -c '.data.failed_environments'

        # 4. Register
        REGISTERED=$(api register "$PACK_PATH" --skip-tests)
        echo "$REGISTERED" | jq -c '.data.registered_packs[] | [.pack_ref, .storage_path]'
        echo "$REGISTERED" | jq -c '.data.summary | [.success_count, .total_components]'
        echo "$PACK_PATH"
    """
    assert run(script, PACKKIT_INDICES=world.index) == [
        "[1,1,0]", "[]", '["core",[],[]]', '["aws",1]', "{}", "[1,1,0]", "[0,0]", '["aws",{}]',
        "[]", f'["aws","{bash}/aws"]', "[1,1]", f"{work}/fetched/aws",
    ]  # fmt: skip


def test_the_quick_start(bash: Path) -> None:
    script = """
        api deps @/dev/null | jq -c '.data | keys'
        api deps @/dev/null | jq -c '.data.analyzed_packs'
    """
    keys = "analyzed_packs dependencies errors missing_dependencies runtime_requirements"
    assert run(script) == [f'["{keys}"]'.replace(" ", '","'), "[]"]


def test_what_failed_is_counted_and_named(bash: Path, make_pack: MakePack) -> None:
    make_pack(name="good")
    script = """
        mkdir empty
        D=$(api download ./good ./nowhere --destination-dir fetched || true)
        echo "$D" | jq -c '.data | [.success_count, .failure_count, .failed_packs[0].source]'
        R=$(api register good empty --skip-tests || true)
        echo "$R" | jq -c '.data.failed_packs[] | [.pack_ref, .error, .error_stage]'
        echo "$R" | jq -c '.data.summary | [.total_packs, .success_count, .failure_count]'
        E=$(api build-envs empty || true)
        echo "$E" | jq -c '.data.failed_environments[] | [.pack_ref, .pack_path, .error]'
        P=$(api deps empty || true)
        echo "$P" | jq -c '.data.errors'
    """
    assert run(script) == [
        '[1,1,"./nowhere"]',
        '["unknown","pack.yaml not found","validation"]', "[2,1,1]",
        '["unknown","empty","pack.yaml not found"]',
        '[{"pack_path":"empty","error":"pack.yaml not found"}]',
    ]  # fmt: skip


def test_listing_the_components_of_a_pack(bash: Path, make_pack: MakePack) -> None:
    make_pack(
        WEIGH
        | {
            "triggers/late.yaml": "ref: parcels.late\nlabel: Late\n",
            "rules/tell.yaml": "ref: parcels.tell\nlabel: Tell\ntrigger_ref: parcels.late\n"
            "action_ref: parcels.weigh\nenabled: false\n",
        }
    )
    script = """
        PACK_REF=parcels
        PACK_ID=$(api register parcels --skip-tests | jq -r '.data.registered_packs[0].pack_id')
        test "$PACK_ID" = "$(pages packs show $PACK_REF | jq -r '.data.id')"
        pages packs list | jq -c '.data[] | [.ref, .version]'
        pages packs list | jq -c '.pagination | [.page, .total]'
        pages packs show $PACK_REF --components actions | jq -c '.data[] | {ref, "label"}'
        pages packs show $PACK_REF --components triggers | jq -c '.data[] | {ref, "label"}'
        pages packs show $PACK_REF --components rules | jq -c '.data[] | {ref, "label", enabled}'
    """
    assert run(script) == [
        '["parcels","1.0.0"]', "[1,1]", '{"ref":"parcels.weigh","label":"Weigh"}',
        '{"ref":"parcels.late","label":"Late"}',
        '{"ref":"parcels.tell","label":"Tell","enabled":false}',
    ]  # fmt: skip


DEPLOY = """
    PACK_NAME=parcels
    response=$(api workflows validate "$PACK_NAME" || true)
    error_count=$(echo $response | jq -r '.data.error_count')
    if [ "$error_count" -gt 0 ]; then
        echo "Validation errors found:"
        echo $response | jq -c '.data.errors'
        exit 1
    fi
    api workflows sync "$PACK_NAME" | jq -c '.data | [.loaded_count, .registered_count, .errors]'
    api workflows sync "$PACK_NAME" | jq -c '.data.workflows[] | [.ref_name, .created]'
    echo "Deployment complete!"
"""


def test_workflows_are_deployed(bash: Path, make_pack: MakePack) -> None:
    make_pack(WEIGH | {"workflows/day.yaml": WORKFLOW.format(action="parcels.weigh")})
    deployed = run("api register parcels --skip-tests > registered.json\n" + DEPLOY)
    assert deployed == ["[1,1,[]]", '["parcels.day",false]', "Deployment complete!"]


def test_workflows_with_errors_are_not_deployed(bash: Path, make_pack: MakePack) -> None:
    make_pack(WEIGH | {"workflows/day.yaml": WORKFLOW.format(action="parcels.none")})
    register = "api register parcels --skip-tests --skip-validation > registered.json\n"
    first, second = run(register + DEPLOY, code=1)
    assert first == "Validation errors found:"
    assert second == "{\"parcels.day\":[\"Task 'go' references undefined action 'parcels.none'\"]}"
