// What the page says of a figure beside what the act in the log says. Words are compared by their seal, which is all
// that the log keeps of them; acts from before there were seals keep their bare hash. `claim` comes with the link that the reader followed; `say` gives the page's sentences.
export function comparison(claim, act, say) {
  const { body } = act, rows = [];
  const row = (name, said, found, verdict = (said ?? "") === (found ?? "") ? "good" : "bad") =>
    rows.push({ name, said: said || "—", found: found || "—", verdict });
  const [period] = (claim.get("reporte") ?? "").split("/").slice(-2);
  if (claim.get("plan")) row("plan", claim.get("plan"), act.plan);
  if (act.kind === "matrix.imported") {
    row("period", period, body.period);
    row("file", claim.get("archivo"), body.sha256);
    row("reported", claim.get("reportado"), say("in.file"), "unknown");
    return rows;
  }
  row("report", claim.get("reporte"), act.subject.replace(/^report\//, ""));
  row("reported", claim.get("reportado"), body.value);
  row("outcome", claim.get("resultado"), body.outcome);
  row("verified", claim.get("verificado"), body.verified_value);
  const name = body.outcome ? "note" : "narrative", words = body.sealed?.[name] ?? body[`${name}_sha256`];
  // Line ends may be published otherwise than they were typed: another hash alone accuses nobody.
  if (words) row("words", claim.get("texto"), words, claim.get("texto") === words ? "good" : "unknown");
  return rows;
}
