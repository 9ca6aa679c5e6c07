"""How full a service is: what it uses of its memory and CPU limits, and how much waits in its queues."""
