import { DashboardElement } from "../dashboard/ltm_dashboard.js";

customElements.define("ltm-dashboard", DashboardElement);
