/// How the page looks: by day and by night, on paper and on a narrow screen. Colour says nothing that a
/// word or a sign does not say, too.
enum HTMLStyle {
  static let text: StaticString = """
    :root {
      --ground: #fff; --raised: #f6f7f9; --line: #d9dde3; --text: #1b1f24; --faint: #57606a;
      --bad: #b3261e; --bad-ground: #fdecea; --bad-mark: #f5b5b0;
      --open: #8a5700; --open-ground: #fff4dc; --open-mark: #fbdf9d;
      --idle: #57606a; --idle-ground: #eceff3; --good: #1a6b3c; --good-ground: #e5f5ea;
      --link: #0b57d0; color-scheme: light;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --ground: #14171b; --raised: #1c2026; --line: #353b45; --text: #e4e7eb; --faint: #a0a8b3;
        --bad: #ff9a92; --bad-ground: #3a1a19; --bad-mark: #7d2c27;
        --open: #f0be5c; --open-ground: #33270f; --open-mark: #5f4a17;
        --idle: #a0a8b3; --idle-ground: #272c34; --good: #7fd6a0; --good-ground: #14301f;
        --link: #8ab4f8; color-scheme: dark;
      }
    }
    * { box-sizing: border-box; }
    [hidden] { display: none !important; }
    body { margin: 0 auto; padding: 1.5rem 1.5rem 4rem; max-width: 82rem; background: var(--ground);
      color: var(--text); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", "Noto Sans", sans-serif; }
    code, pre, table.d, .place, kbd { font-family: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas,
      "DejaVu Sans Mono", monospace; font-size: 13px; }
    h1 { margin: 0; font-size: 1.05rem; font-weight: 600; color: var(--faint); }
    h2 { margin: 2rem 0 .6rem; font-size: 1.1rem; overflow-wrap: anywhere; }
    h2 small { display: block; font-weight: 400; color: var(--faint); }
    h4 { margin: 0 0 .4rem; font-size: .95rem; }
    .verdict { margin: .1rem 0 .8rem; font-size: 1.8rem; font-weight: 650; letter-spacing: -.01em; }
    .verdict.bad { color: var(--bad); } .verdict.good { color: var(--good); }
    .bar { display: flex; gap: 2px; height: 8px; border-radius: 4px; overflow: hidden; }
    .bar .bad { background: var(--bad); } .bar .open { background: var(--open); }
    .bar .idle { background: var(--idle); opacity: .55; } .bar .good { background: var(--good); }
    .totals { display: flex; flex-wrap: wrap; gap: .2rem 1.6rem; margin: .7rem 0 1rem; padding: 0; list-style: none; }
    .totals b { font-size: 1.25rem; font-variant-numeric: tabular-nums; }
    .totals .bad b { color: var(--bad); } .totals .open b { color: var(--open); }
    .totals .idle b { color: var(--idle); } .totals .good b { color: var(--good); }
    dl { margin: 0; font-size: 14px; }
    dl div { display: flex; gap: .8rem; } dt { flex: 0 0 6.5rem; color: var(--faint); }
    dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
    .filter { display: none; position: sticky; top: 0; z-index: 1; margin: 1.2rem -1.5rem 0; padding: .6rem 1.5rem;
      background: var(--ground); border-bottom: 1px solid var(--line); flex-wrap: wrap; gap: .5rem 1.2rem;
      align-items: center; }
    .js .filter { display: flex; }
    .search { position: relative; flex: 1 1 16rem; } .search > span, legend { position: absolute; width: 1px;
      height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
    .search input { width: 100%; padding: .45rem 2.2rem .45rem .7rem; font: inherit; color: inherit;
      background: var(--raised); border: 1px solid var(--line); border-radius: 6px; }
    kbd { position: absolute; right: .6rem; top: 50%; transform: translateY(-50%); padding: 0 .35rem;
      color: var(--faint); border: 1px solid var(--line); border-radius: 4px; }
    .search input:focus + kbd { display: none; }
    fieldset { display: flex; flex-wrap: wrap; gap: .2rem 1rem; margin: 0; padding: 0; border: 0; }
    fieldset label { white-space: nowrap; cursor: pointer; } fieldset small { color: var(--faint); }
    button { padding: .25rem .7rem; font: inherit; font-size: 13px; color: inherit; background: var(--raised);
      border: 1px solid var(--line); border-radius: 6px; cursor: pointer; }
    .shown { margin-left: auto; color: var(--faint); white-space: nowrap; }
    :focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
    .entry { border: 1px solid var(--line); border-radius: 8px; margin: .4rem 0; background: var(--ground);
      content-visibility: auto; contain-intrinsic-size: auto 2.6rem; scroll-margin-top: 5rem; }
    .entry.bad { border-left: 4px solid var(--bad); } .entry.open { border-left: 4px solid var(--open); }
    .entry > summary { display: flex; flex-wrap: wrap; align-items: baseline; gap: .1rem .7rem; padding: .45rem .8rem;
      cursor: pointer; list-style: none; border-radius: 7px; }
    .entry > summary::-webkit-details-marker { display: none; }
    .entry > summary:hover { background: var(--raised); }
    .entry[open] > summary { border-bottom: 1px solid var(--line); border-radius: 7px 7px 0 0; background: var(--raised); }
    summary h3 { display: inline; margin: 0; font-size: 15px; font-weight: 500; min-width: 0; overflow-wrap: anywhere; }
    .bad > summary h3 { font-weight: 650; }
    summary code { color: var(--faint); min-width: 0; overflow-wrap: anywhere; }
    .place { margin-left: auto; color: var(--faint); overflow-wrap: anywhere; }
    .badge { padding: 0 .5rem; border-radius: 9px; font-size: 12px; font-weight: 600; line-height: 1.6; white-space: nowrap; }
    .bad > summary .badge { color: var(--bad); background: var(--bad-ground); }
    .open > summary .badge { color: var(--open); background: var(--open-ground); }
    .idle > summary .badge { color: var(--idle); background: var(--idle-ground); }
    .good > summary .badge { color: var(--good); background: var(--good-ground); }
    .in { padding: .8rem; } .in > :first-child { margin-top: 0; } .in > :last-child { margin-bottom: 0; }
    .in > *, .near > * { margin: 0 0 .8rem; }
    .states { color: var(--faint); } .states q { color: var(--text); }
    .reason { padding: .5rem .8rem; border-left: 3px solid var(--open); background: var(--open-ground);
      overflow-wrap: anywhere; white-space: pre-wrap; }
    .bad .reason { border-color: var(--bad); background: var(--bad-ground); }
    .note { margin: .3rem 0; font-size: 13px; color: var(--faint); }
    .near { padding: .7rem .8rem .1rem; border: 1px dashed var(--line); border-radius: 8px; }
    .near .place { margin-left: .5rem; font-weight: 400; }
    table { border-collapse: collapse; width: 100%; }
    .list { font-size: 14px; table-layout: fixed; } .list th:nth-child(1) { width: 30%; } .list th:nth-child(4) { width: 8rem; }
    .list th, .list td { padding: .25rem .8rem .25rem 0; text-align: left; vertical-align: top;
      border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
    .list thead th { font-size: 12px; font-weight: 500; color: var(--faint); } .list tbody th { font-weight: 600; color: var(--bad); }
    .open .list tbody th { color: var(--open); } .list td:last-child { color: var(--faint); white-space: nowrap; }
    .diff { border: 1px solid var(--line); border-radius: 8px; overflow: hidden; }
    .heads { display: flex; background: var(--raised); border-bottom: 1px solid var(--line); font-size: 12px; color: var(--faint); }
    .heads span { flex: 1; padding: .2rem .7rem; } .heads span + span { padding-left: 1.6rem; }
    table.d { table-layout: fixed; } .d td { padding: 0 .7rem; line-height: 1.55; vertical-align: top; white-space: pre-wrap;
      overflow-wrap: anywhere; } .d td:nth-child(2) { width: 1.6rem; padding: 0; text-align: center; color: var(--faint);
      background: var(--raised); user-select: none; }
    .d td:empty::before { content: "\\200b"; }
    .d .b td { background: var(--bad-ground); } .d .b td:nth-child(2) { color: var(--bad); font-weight: 700; }
    .d .b mark { background: var(--bad-mark); } .d .a mark { background: var(--open-mark); }
    .d .a td { background: color-mix(in srgb, var(--open-ground) 55%, var(--ground)); } .d .no { opacity: .6; }
    mark { color: inherit; border-radius: 2px; }
    .fold > summary { padding: .1rem .7rem; font-size: 12px; color: var(--link); background: var(--raised); cursor: pointer;
      border-block: 1px solid var(--line); }
    .diff > .note { padding: .2rem .7rem; margin: 0; border-top: 1px solid var(--line); }
    .message > summary, .repeat h4 { font-size: 14px; font-weight: 600; cursor: pointer; } .repeat h4 { cursor: default; }
    pre { margin: .4rem 0; padding: .6rem .8rem; background: var(--raised); border: 1px solid var(--line); border-radius: 8px;
      white-space: pre-wrap; overflow-wrap: anywhere; max-height: 40rem; overflow-y: auto; }
    .repeat { position: relative; } .repeat h4 { margin: 0; } .copy { display: none; position: absolute; right: 0; top: -.3rem; }
    .js .copy { display: block; }
    .warnings { padding: .1rem 1rem; margin-top: 1.5rem; border-left: 4px solid var(--open); background: var(--open-ground); }
    .warnings h2 { margin: .6rem 0 0; } .warnings li { overflow-wrap: anywhere; }
    @media (max-width: 44rem) {
      body { padding: 1rem .8rem 3rem; } .filter { margin: 1rem -.8rem 0; padding: .5rem .8rem; position: static; }
      .place { margin-left: 0; flex-basis: 100%; } .heads { display: none; } dl div { display: block; }
      .d tr, .d td, .d tbody { display: block; } .d td:nth-child(2) { display: none; } .d tr:not([class]) td:nth-child(3) { display: none; }
      .d td.no { display: none; } .d tr[class] td { position: relative; padding-left: 1.6rem; }
      .d tr[class] td:first-child::after { content: "−"; position: absolute; left: .5rem; top: 0; }
      .d tr[class] td:last-child::after { content: "+"; position: absolute; left: .5rem; top: 0; }
      .list thead { display: none; } .list tr { display: block; padding: .4rem 0; border-bottom: 1px solid var(--line); }
      .list th, .list td { display: block; border: 0; padding: 0; }
      .list td::before { content: attr(data-l) ": "; color: var(--faint); }
    }
    @media print {
      :root { --ground: #fff; --raised: #f6f7f9; --text: #000; } body { max-width: none; padding: 0; font-size: 11pt; }
      .filter, .copy { display: none !important; } .entry { content-visibility: visible; break-inside: avoid-page; }
      pre { max-height: none; } .entry[open] { break-inside: auto; } .bar i { print-color-adjust: exact; }
    }
    """
}
