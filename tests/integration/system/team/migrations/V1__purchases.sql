CREATE TABLE purchases (number bigint PRIMARY KEY, at timestamptz NOT NULL DEFAULT now());
