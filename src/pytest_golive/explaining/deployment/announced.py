"""What the gate about announcements measures."""

from __future__ import annotations

from pytest_golive.explaining.explanation import Explanation

EXPLANATIONS: dict[str, Explanation] = {
    "announced": Explanation(
        "The receipts of golive announce: whether each audience of the settings was notified of exactly this release, "
        "over which channel, and how that responded. The row sends nothing itself. Mail servers and Teams only say "
        "that they accepted a message, and the evidence says so.",
        ("announcements.audiences.NAME.kind", "announcements.folder"),
        "golive announce shows the text; golive announce --send notifies each audience once and writes the receipts; "
        "commit them.",
        said=("announce deployment complete", "team notified", "team notification", "customers are informed"),
    ),
}
