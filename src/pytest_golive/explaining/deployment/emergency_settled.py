"""What the row about emergencies reads, and how to fix a red row."""

from __future__ import annotations

from pytest_golive.explaining.explanation import Explanation

EXPLANATIONS: dict[str, Explanation] = {
    "emergency_settled": Explanation(
        "The journals of all targets, and the records in golive-records/ and of --golive-after: each row that a broken "
        "glass has let through to a target. It is settled once a record of the same content and target says that the "
        "row holds, once a later deployment of that release proves it, or once somebody else than who broke the glass "
        "has signed this row for that content and says why that is enough. Before an emergency, it is not due.",
        ("deployment.journal", "signing.people.NAME.ssh_keys", "signing.signed_records"),
        "Check out the release that was deployed, do what was left out, and run pytest -m deploy for the same target; "
        "or let somebody else sign there: golive sign deployment::emergency_settled --by NAME --note WHY.",
        said=(),
    ),
}
