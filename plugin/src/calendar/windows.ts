/**
 * Names of time zones as Outlook and Exchange write them → IANA. Those most people live in; other names are read by the
 * rules that such files bring with them. After the Unicode CLDR's `windowsZones`, whose territory 001 is the one taken.
 */
const NAMES = `Hawaiian,Pacific/Honolulu;Alaskan,America/Anchorage;Pacific,America/Los_Angeles;US Mountain,America/Phoenix;\
Mountain,America/Denver;Central,America/Chicago;Canada Central,America/Regina;Eastern,America/New_York;Atlantic,America/Halifax;\
SA Pacific,America/Bogota;E. South America,America/Sao_Paulo;Argentina,America/Buenos_Aires;Newfoundland,America/St_Johns;\
GMT,Europe/London;Greenwich,Atlantic/Reykjavik;W. Europe,Europe/Berlin;Romance,Europe/Paris;Central Europe,Europe/Budapest;\
Central European,Europe/Warsaw;FLE,Europe/Kiev;GTB,Europe/Bucharest;E. Europe,Europe/Chisinau;Turkey,Europe/Istanbul;Israel,Asia/Jerusalem;\
Egypt,Africa/Cairo;South Africa,Africa/Johannesburg;W. Central Africa,Africa/Lagos;E. Africa,Africa/Nairobi;Russian,Europe/Moscow;\
Arab,Asia/Riyadh;Arabian,Asia/Dubai;Iran,Asia/Tehran;Pakistan,Asia/Karachi;India,Asia/Calcutta;Bangladesh,Asia/Dhaka;\
SE Asia,Asia/Bangkok;China,Asia/Shanghai;Singapore,Asia/Singapore;Taipei,Asia/Taipei;W. Australia,Australia/Perth;Tokyo,Asia/Tokyo;\
Korea,Asia/Seoul;AUS Eastern,Australia/Sydney;E. Australia,Australia/Brisbane;New Zealand,Pacific/Auckland`;

export const WINDOWS = new Map(NAMES.split(";").map((one) => {
  const [name = "", zone = ""] = one.split(",");
  return [`${name} Standard Time`, zone] as [string, string];
}));
