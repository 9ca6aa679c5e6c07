"""The formats of objectives: what they say, and what is wrong with them, all at once."""

from __future__ import annotations

import pytest
from told_series import SLOTH
from written_slos import ALPHA, OPENSLO, RESOURCE, SLICES, THRESHOLD

from pytest_golive.observability.slos.formats.loading import KNOWN, load

NOW = 1_800_000_000.0  # Friday, 2027-01-15 08:00 UTC


def loaded(*texts):
    files = [(f"slo{number}.yml", text.encode()) for number, text in enumerate(texts)]
    return load(files, sloth_days=30, now=NOW)


def faults(*texts):
    return [f"{one.path}:{one.line} {one.message}" for one in loaded(*texts).faults]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (SLOTH, ["shop/availability (99.9 % in 30d) 5 bad occurrences"]),
        (
            OPENSLO,
            [
                "shop/checkout/Good (99 % in 4w) 22 good occurrences",
                "shop/checkout/Perfect (99.9 % in 4w) 23 good occurrences",
            ],
        ),
        (THRESHOLD, ["shop/fast (95 % in 1d) 10 threshold occurrences"]),
        (SLICES, ["shop/pages (99.5 % in 1w of the calendar) 3 bad timeslices"]),
        (ALPHA, ["shop/ratio (98 % in 28d) 3 good occurrences"]),
        (
            RESOURCE,
            [
                "shop/availability (99.9 % in 30d) 9 failure occurrences",
                "shop/plugged (95 % in 30d) 21 failure occurrences",
            ],
        ),
    ],
)
def test_every_format_is_read(text, shown):
    found = loaded(text)
    assert found.faults == ()
    assert [f"{slo.shown} {slo.line} {slo.indicator.kind} {slo.method}" for slo in found.slos] == shown
    assert not any(slo.indicator.unknown for slo in found.slos)


def test_a_list_of_documents_is_read_like_a_stream():
    listed = "".join(
        f"- {part.strip().replace(chr(10), chr(10) + '  ')}\n" for part in OPENSLO.split("---\n") if part.strip()
    )
    assert len(loaded(listed).slos) == 2
    assert faults(listed) == []


@pytest.mark.parametrize(
    ("text", "old", "new", "said"),
    [
        (
            SLOTH,
            "objective: 99.9",
            "objective: 0.999",
            "6 slos[0].objective: 0.999 is 0.999 %: it is a percentage; *99.9",
        ),
        (SLOTH, "objective: 99.9", "objective: 100", "*objective: 100 leaves no errors at all*"),
        (SLOTH, "objective: 99.9", "objective: 101", "*objective: 101 must be above 0 and below 100"),
        (SLOTH, "objective: 99.9", "objective: .nan", "*objective = 'nan': must be a finite number"),
        (SLOTH, "objective: 99.9", 'objective: "99.9"', "*objective = '99.9': must be a valid number"),
        (
            SLOTH,
            "objective: 99.9",
            'objective: "{{ .Values.x }}"',
            "6 {{ .Values.x }} is the placeholder of a template*",
        ),
        (SLOTH, "code=~", "code=~{{ .codes }}", "8 {{ .codes }} is the placeholder of a template*"),
        (SLOTH, "[{{.window}}]", "[30d]", "8 a query of availability lacks {{.window}}, which Sloth needs"),
        (SLOTH, "service: shop", "service: [shop]", "2 service = (a list): must be a valid string"),
        (SLOTH, "prometheus/v1", "prometheus/v2", "1 version 'prometheus/v2' is unknown; known are openslo/v1, *"),
        (SLOTH, "version:", "versions:", "1 it says neither apiVersion nor version; known are *"),
        (OPENSLO, "openslo/v1\nkind: SLO", "openslo/v3\nkind: SLO", "1 apiVersion 'openslo/v3' is unknown; *"),
        (OPENSLO, "kind: SLO", "kind: SLOO", "2 kind 'SLOO' is unknown in openslo/v1; known are SLO, SLI, *"),
        (
            OPENSLO,
            "target: 0.99}",
            "target: 99}",
            "*target: 99 must be below 1: it is a ratio; write 0.99, or targetPercent: 99",
        ),
        (
            OPENSLO,
            "targetPercent: 99.9",
            "targetPercent: 0.999",
            "*targetPercent: 0.999 is 0.999 %: *write 99.9, or target: 0.999",
        ),
        (OPENSLO, "target: 0.99}", "target: 1}", "*target: 1 leaves no errors at all*"),
        (
            OPENSLO,
            "target: 0.99}",
            "target: 0.99, targetPercent: 99}",
            "*needs either target, such as 0.999, or targetPercent*",
        ),
        (OPENSLO, "duration: 4w", "duration: 4 weeks", "*'4 weeks' is no duration; *"),
        (
            OPENSLO,
            "duration: 4w",
            "duration: 5m",
            "*a window of 5m is shorter than an hour; m stands for minutes, and M for months",
        ),
        (OPENSLO, "duration: 4w", "duration: 9Y", "*a window of 9Y is too long"),
        (
            OPENSLO,
            "budgetingMethod: Occurrences",
            "budgetingMethod: Sometimes",
            "*must be 'Occurrences', 'Timeslices' or*",
        ),
        (OPENSLO, "Occurrences", "Timeslices", "*Timeslices needs timeSliceWindow in each objective"),
        (OPENSLO, "        good:", "        goods:", "*goods: unknown key; did you mean 'good'?"),
        (
            OPENSLO,
            "        counter: true\n",
            "        counter: true\n        bad: {metricSource: {spec: {}}}\n",
            "*needs good and total, or bad and total*",
        ),
        (
            THRESHOLD,
            "indicatorRef: speed",
            "indicatorRef: sped",
            "13 indicatorRef 'sped' names an SLI that is in no file; there are speed",
        ),
        (THRESHOLD, "op: lt, value: 0.5, ", "", "*an objective of a thresholdMetric needs op and value"),
        (SLICES, "America/New_York", "America/Newyork", "*timeZone 'America/Newyork' is none of IANA's*"),
        (SLICES, "2022-01-01 12:00:00", "first of May", "*startTime 'first of May' is no time*"),
        (SLICES, "2022-01-01", "2922-01-01", "*the calendar window begins in the future*"),
        (ALPHA, "target: 0.98", "target: 98", "*target: 98 must be below 1: it is a ratio; write 0.98"),
        (ALPHA, "timeWindows: [", "timeWindow: [", "*spec.timeWindow: unknown key; did you mean 'timeWindows'?"),
        (RESOURCE, "pageAlert: {labels", "page_alert: {labels", "*page_alert: unknown key; did you mean 'pageAlert'?"),
        (RESOURCE, "raw:", "raws:", "*sli.raws: unknown key; did you mean 'raw'?"),
    ],
)
def test_what_is_wrong_is_named_with_file_line_and_key(text, old, new, said):
    from fnmatch import fnmatchcase

    assert old in text
    found = faults(text.replace(old, new))
    pattern = f"slo0.yml:{said}".replace("[", "[[]") if said[0].isdigit() else f"slo0.yml:*{said.replace('[', '[[]')}"
    assert any(fnmatchcase(one, pattern) for one in found), found


def test_one_name_twice_is_a_fault_with_both_places():
    assert faults(SLOTH, SLOTH) == ["slo1.yml:5 shop/availability is defined at slo0.yml:5, too"]


def test_an_empty_file_and_other_yaml_are_faults():
    assert faults("", "- 1\n", "x: 1\n", "just text") == [
        "slo0.yml:0 it is empty",
        f"slo1.yml:1 a document must be a mapping; {KNOWN}",
        f"slo2.yml:1 it says neither apiVersion nor version; {KNOWN}",
        f"slo3.yml:1 a document must be a mapping; {KNOWN}",
    ]


def test_indicators_of_other_files_are_found():
    sli, slo = THRESHOLD.split("---\n")
    assert [one.indicator.comparison for one in loaded(slo, sli).slos] == ["< 0.5"]


def test_a_window_of_the_calendar_begins_when_the_last_one_ended():
    (slo,) = loaded(SLICES).slos
    # Weeks from Saturday 12:00 in New York; now it is Friday 03:00 there.
    assert slo.window.seconds == 5 * 86_400 + 15 * 3600
    monthly = SLICES.replace("duration: 1w", "duration: 1M").replace("2022-01-01 12:00:00", "2022-01-31 00:00:00")
    (slo,) = loaded(monthly).slos
    assert round(slo.window.seconds / 86_400, 2) == 15.12
    quarter = SLICES.replace("duration: 1w", "duration: 1Q").replace("2022-01-01 12:00:00", "2022-01-01")
    (slo,) = loaded(quarter).slos
    assert round(slo.window.seconds / 86_400, 2) == 14.12
