"""Words of other tools for what Attune has, by Attune's own word: small letters, nothing between.

`onError`, `on-error` and `on_error` are one word here, `onerror`.
"""

from __future__ import annotations

from attune_packkit.api import also_called


def named(**listed: str) -> dict[str, str]:
    """Return Attune's word by each of the other tools' words."""
    return {word: own for own, words in listed.items() for word in words.split()}


TASK = {
    **also_called("input", "with_items"),
    **named(
        name="id taskid taskname stepid stepname",
        action="uses run actionref call workflow subworkflow ref task taskref template operator"
        " resource function functionref module component plugin job invoke execute command script",
        when="if condition conditions unless runif onlyif skipif",
        on_success="then onok onsucceeded",
        on_failure="onerror onerrors onfail onfailed onexception catch rescue except try errors",
        on_complete="finally always onfinish ondone onend continueonerror continueonfail"
        " ignoreerrors ignorefailure allowfailure",
        next="goto transitions transition nexttask nextstep downstream setdownstream",
        decision="switch branches choices choice",
        retry="retries maxretries retrycount attempts maxattempts maxtries retrydelay retrypolicy"
        " retrystrategy retryonfail",
        timeout="timeoutseconds timeoutsecs timeoutminutes timelimit executiontimeout deadline"
        " activedeadlineseconds",
        publish="register save saveas export setvars setfact set assign resultpath",
        concurrency="parallelism maxparallel maxconcurrency concurrencylimit",
        join="barrier waitall triggerrule",
        tasks="subtasks steps children parallel block",
    ),
}
_OTHER_WAY_ROUND = "the task before names this one in its 'next'"
_NO_LOOP = "a loop is a transition back to an earlier task"
TASK_REMARKS = {
    **dict.fromkeys(("dependson", "depends", "dependencies", "needs"), _OTHER_WAY_ROUND),
    **dict.fromkeys(("requires", "after", "runafter", "upstream"), _OTHER_WAY_ROUND),
    **dict.fromkeys(("until", "while", "dowhile"), _NO_LOOP),
    **dict.fromkeys(("disabled", "skip"), "the task runs all the same"),
}
"""What to do instead of some keys that have no counterpart."""

RETRY = named(
    count="max attempts times retries maxattempts maxtries maxretries limit",
    delay="wait interval delayseconds intervalseconds pause sleep retrydelay",
    backoff="strategy policy backoffrate",
    max_delay="maxinterval maxbackoff maxdelayseconds",
    on_error="when if retryon errorequals",
)
TRANSITION_REMARKS = {
    **dict.fromkeys(("success", "succeeded", "ok"), "write 'when: \"{{ succeeded() }}\"' and 'do'"),
    **dict.fromkeys(("failure", "failed", "error"), "write 'when: \"{{ failed() }}\"' and 'do'"),
    **dict.fromkeys(("else", "otherwise"), "write one more, with the opposite condition"),
}
TRANSITION = named(
    when="if condition conditions unless expr expression",
    publish="register save export set vars outputs assign",
    do="then goto to target task tasks step transition",
)
WORKFLOW = {
    **also_called("vars", "parameters"),
    **named(
        tasks="steps jobs stages nodes states activities templates dag chain do",
        output_map="outputs result results returns",
    ),
}
_STARTED = "a rule starts a workflow: its 'trigger_ref' says when"
_FOLLOWS = "the transitions of each task say what follows a failure"
_ENTRY = "a run starts with each task that no transition leads to"
WORKFLOW_REMARKS = {
    **dict.fromkeys(("schedule", "cron", "triggers", "trigger", "on"), _STARTED),
    **dict.fromkeys(("onexit", "onerror", "onfailure", "errors", "handlers", "finally"), _FOLLOWS),
}
WORKFLOW_HARMLESS = dict.fromkeys(("entrypoint", "startat", "start", "default", "initial"), _ENTRY)
"""Keys that may well say what is so anyway."""
ACTION = named(
    parameters="input inputs arguments args inputschema options argumentspec argumentspecs fields"
    " variables requestbody",
    output="outputs returns result results responses response",
    entry_point="script command main entry handler executable runs run exec path code content",
    runner_type="runner language interpreter using taskrunner executor",
    workflow_file="workflow workflowpath graph",
    timeout_seconds="timeoutminutes timeoutms timeoutsecs timelimit maxruntime",
    runtime_version="pythonversion nodeversion",
    worker_selector="runson nodeselector",
    output_format="outputtype resultformat",
    reference_visibility="visibility",
    default_execution_permission_set_refs="permissionsets permissionsetrefs permissionsetref",
)
TRIGGER = named(
    output="payload schema outputs eventschema event eventdata properties",
    parameters="inputs input arguments config",
)
SENSOR = named(
    trigger_types="triggers trigger triggerref triggerrefs emits events event",
    entry_point="script command main handler class",
    runner_type="runner language",
)
RULE = {
    **also_called("action_params", "trigger_params"),
    **named(
        action_params="with data args",
        conditions="criteria when if filter filters match",
        action_ref="workflow workflowref run then uses call service actions",
        trigger_ref="triggertype event on triggers",
    ),
}
_DISPATCHED = "dispatch concurrency maxconcurrency batchsize retrylimit retries"
QUEUE = {
    **named(
        dispatch_action="action actionref worker handler consumer",
        default_priority="priority",
        item_schema="schema items itemsschema payload",
    ),
    **dict.fromkeys(_DISPATCHED.split(), "config.dispatch"),
}
POLICY = named(
    action_ref="action resource resourceref target",
    concurrency="maxconcurrency concurrencylimit maxconcurrent parallelism",
    rate_limit="ratelimiting throttle rate",
)
PERMISSION_SET = named(grants="permissions rules allow statements")
CACHE = named(
    freshness_target_seconds="ttl ttlseconds maxage expires expiry expiresin",
    namespace="key prefix",
    max_records_per_generation="maxrecords maxentries maxitems limit",
    max_generation_bytes="maxsize maxbytes sizelimit",
)
PACK = named(
    author="maintainer",
    email="mail maintaineremail authoremail",
    repository="sources sourceurl giturl",
    dependencies="dependson packs requiredpacks",
    config="configuration settings configdefaults defaultconfig",
    runtime_deps="runtimes runners",
    testing="test tests",
    python="pythonversion",
    nodejs="nodejsversion nodeversion",
)
DASHBOARD = named(cards="widgets panels rows tiles", data_sources="sources queries")
RUNTIME = named(execution_config="execution exec runtimeconfig")
_REQUIREMENTS = "Python packages stand in requirements.txt"
_POLICY = "a file in policies/ bounds how often actions run"
_TASK = "a task of a workflow says how often an action is tried again"
_OF_RULES = "a rule starts an action: its 'trigger_ref' says when"
_OF_TRIGGER = "a rule passes it to a timer's trigger under 'trigger_params'"
_PLATFORM = "write it as 'attune' below 'requires'"
REMARKS = {
    "action": {
        **dict.fromkeys(("concurrency", "maxconcurrency", "ratelimit", "throttle"), _POLICY),
        **dict.fromkeys(("retry", "retries", "maxretries", "retrypolicy"), _TASK),
        **dict.fromkeys(("trigger", "triggers", "schedule", "cron"), _OF_RULES),
    },
    "trigger": dict.fromkeys(("schedule", "cron", "interval"), _OF_TRIGGER),
    "rule": dict.fromkeys(("schedule", "cron", "interval"), _OF_TRIGGER),
}
"""What does the work of some keys that have no counterpart, by the kind of component."""
ENABLED = ("active", "isactive", "initialstate")
_LABEL = "what people read is 'label'"
NOTED = {
    **dict.fromkeys(("title", "displayname", "summary", "alias"), _LABEL),
    **dict.fromkeys(("requirements", "pythondependencies", "pip"), _REQUIREMENTS),
}
NOTED_IN_PACKS = {
    **dict.fromkeys(
        ("actions", "sensors", "triggers", "rules", "workflows", "components"),
        "components are found in their folders",
    ),
    **dict.fromkeys(("icon", "logo"), "a pack's icon is the file pack-icon.svg or .png"),
    **dict.fromkeys(("attuneversion", "minattuneversion", "attune"), _PLATFORM),
}
"""The same for keys without which nothing is lost, of any kind of component."""
NESTED = {
    ("policy", "rate_limit"): named(
        max_executions="limit max count maxcount requests executions threshold",
        window_seconds="window period interval per seconds windowsecs duration",
    ),
    ("policy", "concurrency"): named(
        limit="max maxconcurrent maxconcurrency threshold count",
        method="action strategy onlimit behavior behaviour mode",
        parameters="attributes keys by groupby fields",
    ),
    ("dashboard", "data_sources"): named(params="parameters query options"),
    ("dashboard", "position"): named(w="width", h="height", x="left column", y="top row"),
    ("dashboard", "cards"): named(
        source="datasource sourceid", visualization="type display", position="layout grid"
    ),
    ("runtime", "interpreter"): named(
        binary="command cmd executable program path", file_extension="extension ext suffix"
    ),
    ("runtime", "environment"): named(env_type="type kind"),
    ("runtime", "dependencies"): named(
        manifest_file="file manifest requirements path", install_command="install command"
    ),
    ("queue", "dispatch"): named(
        concurrency="maxconcurrency parallelism workers",
        batch_size="size batch maxbatchsize",
        retry_limit="retries maxretries retry attempts maxattempts",
        inter_execution_delay_seconds="delay delayseconds interval wait",
    ),
    ("permission_set", "grants"): named(
        resource="object subject",
        actions="verbs permissions operations access",
        constraints="scope conditions where filter",
    ),
    ("permission_set", "constraints"): named(pack_refs="packs pack packref"),
}
"""Words for the keys of a mapping inside a component, by its kind and the mapping's key."""
RUNNER = named(
    timeout="timeoutseconds timeoutsecs",
    type="runner framework kind",
    entry_point="script command file path",
)
NOTES = frozenset(
    ("name", "label", "title", "description", "comment", "comments", "note", "notes", "id", "meta")
)
"""Keys that people write for readers."""
