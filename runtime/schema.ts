/**
 * The tables. `runs` and `steps` are what every mix of concerns leaves behind alike; `snapshots`,
 * `journal` and `step_metrics` are side records, about which the implementations differ.
 */
export const schema = `
  create table if not exists runs (
    id text primary key,
    user_id text not null,
    mode text not null,
    status text not null default 'running',
    request jsonb not null,
    state jsonb,
    state_hash text,
    reason text,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
  );
  create table if not exists steps (
    run_id text not null references runs (id) on delete cascade,
    step text not null,
    position int not null,
    status text not null,
    attempts int not null,
    result jsonb,
    primary key (run_id, step)
  );
  create table if not exists snapshots (
    id bigint generated always as identity primary key,
    run_id text not null,
    version int not null,
    state jsonb not null,
    created_at timestamptz not null default now()
  );
  create index if not exists snapshots_run on snapshots (run_id, version);
  create table if not exists journal (
    id bigint generated always as identity primary key,
    run_id text not null,
    kind text not null,
    detail jsonb not null,
    created_at timestamptz not null default now()
  );
  create table if not exists step_metrics (
    id bigint generated always as identity primary key,
    run_id text not null,
    name text not null,
    ms double precision not null,
    ok boolean not null,
    rss_bytes bigint,
    created_at timestamptz not null default now()
  );
`;
