"""How many jobs or messages wait, in each queue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pytest_golive.errors import CannotMeasure, NotSetUp
from pytest_golive.observability.signals.readings import INSTANCE, Part, Reading, checked, instance_of
from pytest_golive.observability.signals.wanted import Wanted
from pytest_golive.observability.sources.metrics import Matcher, Meta, Metrics, Selector


@dataclass(frozen=True, slots=True)
class Queues:
    """The metric in which one exporter has the length of queues.

    Attributes:
        title: what exports it.
        names: of the metric; the first that exists counts, unless they count different queues.
        labels: what names a queue.
        added: labels over which its parts are added up, such as Kafka's partitions.
        only: conditions that its series must meet.
        is_own: whether each instance of the service has queues of its own, each name those of another; else all
            report the same ones.
    """

    title: str
    names: tuple[str, ...]
    labels: tuple[str, ...]
    added: tuple[str, ...] = ()
    only: tuple[Matcher, ...] = ()
    is_own: bool = False


QUEUES: Final = (
    # With consumers that take everything at once, all messages are unacknowledged, and none is ready.
    Queues("RabbitMQ", ("rabbitmq_detailed_queue_messages", "rabbitmq_queue_messages"), ("vhost", "queue")),
    Queues("Celery", ("celery_queue_length",), ("queue_name", "queue")),
    Queues(
        "Sidekiq",
        ("sidekiq_queue_enqueued_jobs", "sidekiq_queue_size", "sidekiq_jobs_waiting_count", "sidekiq_queue_backlog"),
        ("name", "queue"),
    ),
    Queues("RQ", ("rq_jobs",), ("queue",), only=(Matcher("status", "=", "queued"),)),
    Queues("BullMQ", ("bullmq_queue_waiting", "bull_queue_waiting"), ("queue", "queue_name")),
    Queues(
        "Kafka",
        ("kafka_consumergroup_lag", "kafka_consumergroup_group_lag", "kafka_consumer_fetch_manager_records_lag"),
        ("consumergroup", "group", "topic"),
        ("partition", "client_id"),
    ),
    Queues("Redis", ("redis_key_size", "redis_list_length", "redis_stream_length"), ("db", "key", "stream")),
    Queues("NATS", ("jetstream_consumer_num_pending",), ("stream_name", "consumer_name")),
    Queues(
        "Amazon SQS",
        (
            "aws_sqs_approximate_number_of_messages_visible_maximum",
            "aws_sqs_approximate_number_of_messages_visible_average",
        ),
        ("dimension_QueueName", "queue_name"),
    ),
    Queues(
        "the service itself",
        ("queue_depth", "queue_length", "queue_size", "queue_messages", "jobs_waiting", "jobs_queued"),
        ("queue", "queue_name", "name"),
        is_own=True,
    ),
)


def read(metrics: Metrics, names: Mapping[str, Meta], wanted: Wanted) -> Reading:
    """The queues by all metrics that exist; each is judged alone.

    Raises:
        NotSetUp: no metric of a queue exists beside the service's others.
        CannotMeasure: it has none at all, or none of a queue has a value.
    """
    found = [(one, name) for one in QUEUES for name in one.names if name in names]
    if not found:
        kind = NotSetUp if names else CannotMeasure  # without any metric nobody knows
        raise kind(
            "no metric of a queue exists for this service: none of "
            f"{', '.join(name for one in QUEUES for name in one.names[:1])}",
            f"check the selector; write a query: {wanted.signal} = {{ query = '…' }} in {wanted.place}; or, if the "
            "service has no queue, declare the row not applicable",
        )
    parts: list[Part] = []
    seen = []
    made_of = []
    for one, name in _counting(found):
        parts += _parts(metrics, one, name)
        seen.append((one.title, str(Selector(name, one.only))))
        made_of.append((Selector(name, one.only), _labels(one)))
    total = sum(part.value for part in parts)
    return Reading(
        ", ".join(dict.fromkeys(title for title, _ in seen)),
        ", ".join(said for _, said in seen),
        None,
        tuple(parts),
        of="queue",
        notes=(("in all queues together", f"{total:,.0f} in {len(parts):,}"),),
        made_of=tuple(made_of),
    )


def _counting(found: Sequence[tuple[Queues, str]]) -> Iterator[tuple[Queues, str]]:
    """The metrics to read: all of the service itself, and of an exporter the first, since its others say the same."""
    read: list[Queues] = []
    for one, name in found:
        if one.is_own or one not in read:
            yield one, name
        read.append(one)


def _labels(queues: Queues) -> tuple[str, ...]:
    return (*queues.labels, *queues.added, *(INSTANCE if queues.is_own else ()))


def _parts(metrics: Metrics, queues: Queues, name: str) -> list[Part]:
    selector = Selector(name, queues.only)
    samples = checked(metrics.values(selector, by=_labels(queues)), str(selector), cure="check the selector")
    lengths: dict[str, float] = defaultdict(float)
    for sample in samples:
        labels = [sample.labels[label] for label in queues.labels if sample.labels.get(label)]
        own = [instance_of(sample.labels)] if queues.is_own else []
        lengths["/".join(filter(None, (*(labels or [name]), *own)))] += sample.value
    return [Part.exact(queue, length) for queue, length in sorted(lengths.items())]
