// The slider of days: one step for each day on which the law changes, and the date field beside it.
const slider = document.querySelector("#slider");
const field = document.querySelector("#on");
const days = document.querySelector("[data-days]").dataset.days.split(" ");
const long = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
let waiting;

const before = (day) => new Date(Date.parse(day) - 86400000).toISOString().slice(0, 10);

function told() {
  if (field.value) slider.setAttribute("aria-valuetext", long.format(new Date(field.value)));
}

function place() {
  slider.value = days.filter((day) => day <= field.value).length;
  told();
}

slider.addEventListener("input", () => {
  const at = Number(slider.value);
  field.value = at ? days[at - 1] : before(days[0]);
  told();
  clearTimeout(waiting);
  waiting = setTimeout(() => field.dispatchEvent(new Event("change", { bubbles: true })), 60);
});
slider.addEventListener("change", (event) => event.stopPropagation());
field.addEventListener("change", place);
place();
