/** Runs in class.html: sorts its tables, and filters the submissions by a check. The page is whole without it. */
for (const table of document.querySelectorAll("table.sortable")) {
  const heads = [...table.tHead.rows[0].cells];
  for (const [column, head] of heads.entries()) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const isUp = head.ariaSort !== "ascending";
      for (const other of heads) other.ariaSort = null;
      head.ariaSort = isUp ? "ascending" : "descending";
      const keyOf = ({ cells }) => cells[column].dataset.sort ?? cells[column].textContent.trim();
      const rows = [...table.tBodies[0].rows].map((row) => ({ row, key: keyOf(row) }));
      rows.sort((a, b) => (isUp ? 1 : -1) * a.key.localeCompare(b.key, "en", { numeric: true }));
      table.tBodies[0].append(...rows.map(({ row }) => row));
    });
  }
}

const form = document.querySelector("form.filter");
const rows = [...document.querySelectorAll("#submissions tbody tr")];
const { check, result, text } = form.elements;
/** By row: from each check to how it came out, such as ["failed", "wrong-shape"]. */
const results = new Map(
  rows.map((row) => [
    row,
    new Map(
      row.dataset.results
        .split(" ")
        .filter(Boolean)
        .map((entry) => entry.split("="))
        .map(([id, ended]) => [id, ended.split(":")]),
    ),
  ]),
);
const wanted = {
  lost: (status) => status !== "passed",
  failed: (status) => ["failed", "error", "timeout"].includes(status),
  passed: (status) => status === "passed",
};

function filter() {
  const words = text.value.toLowerCase();
  let count = 0;
  for (const row of rows) {
    const [status, code] = results.get(row).get(check.value) ?? [];
    const isOfCheck = !check.value || (status && wanted[result.value](status));
    row.hidden = !(isOfCheck && row.textContent.toLowerCase().includes(words));
    if (!row.hidden) count += 1;
    const cell = row.cells[row.cells.length - 1];
    cell.replaceChildren();
    if (!status) continue;
    const link = document.createElement("a");
    link.href = `${row.dataset.page}#${check.value}`;
    link.textContent = code ? `${status}: ${code}` : status;
    cell.append(link);
  }
  result.disabled = !check.value;
  form.querySelector("output").textContent = `${count} of ${rows.length} shown`;
}

form.hidden = false;
form.addEventListener("input", filter);
form.addEventListener("submit", (event) => event.preventDefault());
for (const link of document.querySelectorAll("a[data-filter]")) {
  link.addEventListener("click", () => {
    check.value = link.dataset.filter;
    result.value = "lost";
    filter();
  });
}
filter();
