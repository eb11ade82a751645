/** One thing in somebody's calendar that has a time. Moments are milliseconds UTC. */
export interface Appointment {
  start: number;
  end: number;
  title: string;
  /** Where it meets; null where no link was found. */
  url: string | null;
  /** Whether the member accepted it; null where nobody tells. Organising it is accepting it. */
  accepted: boolean | null;
  /** The member said no. */
  declined?: boolean;
  /** Marked as free: a note to oneself, for which nobody leaves a meeting. */
  free?: boolean;
}
