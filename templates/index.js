// Narrows the list while one types; without this script the whole list is shown.
const search = document.getElementById("cari")
const rows = [...document.querySelectorAll("tr[data-sop]")]
const fold = text => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()
const texts = rows.map(row => fold(row.textContent + " " + row.closest("section").querySelector("h2").textContent))

function narrow() {
  const words = fold(search.value).split(/\s+/).filter(Boolean)
  rows.forEach((row, i) => { row.hidden = !words.every(word => texts[i].includes(word)) })
  document.querySelectorAll("section.unit").forEach(unit => {
    unit.hidden = !unit.querySelector("tr[data-sop]:not([hidden])")
  })
  const shown = rows.filter(row => !row.hidden).length
  document.getElementById("jumlah").textContent = words.length ? `${shown} dari ${rows.length} SOP` : ""
  document.getElementById("nihil").hidden = shown > 0 || !words.length
}

document.getElementById("pencarian").hidden = false
search.addEventListener("input", narrow)
narrow()
