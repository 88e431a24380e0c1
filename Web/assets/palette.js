// The map's colours by day and by night.

const day = {
  land: '#f5f2eb', residential: '#f1ece2', commercial: '#f3e9dd', industrial: '#ebe7e4', education: '#f4efd8',
  hospital: '#f8e6e1', park: '#d9e8cf', grass: '#e3edd8', wood: '#cfe0c6', farmland: '#eef0dc', sand: '#f3ead0',
  pitch: '#d3e6d2', parkland: '#e9e7e2', cemetery: '#dde5d5', construction: '#ece3d2', railway: '#e6e2dd',
  water: '#b5d6e6', waterLine: '#9cc6da', building: '#e5ddd0', buildingLine: '#cbbfae',
  street: '#ffffff', casing: '#d8d0c3', major: '#ffefc4', majorCasing: '#e0c384', motor: '#ffdc96', motorCasing: '#d3a652',
  foot: '#a98f6f', footway: '#ffffff', steps: '#9a6b3c', closedStreet: '#c9b9b4', tunnel: '#ece6db', indoor: '#b7a9c9', rail: '#b5b0ab',
  wall: '#6f655b', fence: '#8d8377', hedge: '#7f9c6b', compound: '#8a7a5e', compoundFill: '#c9a86a',
  text: '#22302f', textSoft: '#4b5856', textWater: '#2d6380', textPark: '#3d6638', textCompound: '#5b4a2a', halo: '#fdfbf7',
  ride: '#007a6c', rideCasing: '#00463e', walk: '#1c2b33', walkHalo: '#ffffff', push: '#b0520a', pushHalo: '#ffffff',
  other: '#8b9a9e', otherCasing: '#ffffff', place: '#54656b', placeRider: '#00665e', door: '#8f3d22', doorFill: '#ffffff',
  closure: '#b3202c', band5: '#00665e', band10: '#2b8fa0', band15: '#7c9bd0', sign: '#ffffff', goal: '#d5381c', start: '#1c2b33',
  select: '#d5381c',
};

const night = {
  land: '#14191b', residential: '#171d1f', commercial: '#1d1f20', industrial: '#1a1d1f', education: '#1f2019',
  hospital: '#241c1c', park: '#17251c', grass: '#18231c', wood: '#142219', farmland: '#1a201a', sand: '#24221a',
  pitch: '#1a2a20', parkland: '#1c2122', cemetery: '#19221c', construction: '#22201a', railway: '#1d1f20',
  water: '#0e2c3c', waterLine: '#17415a', building: '#293236', buildingLine: '#435159',
  street: '#3b474c', casing: '#10161a', major: '#5b543f', majorCasing: '#14161a', motor: '#6c5a34', motorCasing: '#14161a',
  foot: '#8a795f', footway: '#3b474c', steps: '#b98a55', closedStreet: '#51403f', tunnel: '#262f33', indoor: '#5b5170', rail: '#4a4f52',
  wall: '#8d8478', fence: '#7c756b', hedge: '#4f6b45', compound: '#a3926c', compoundFill: '#a08a55',
  text: '#e6ecea', textSoft: '#b6c2c2', textWater: '#8fc1dc', textPark: '#9cc795', textCompound: '#dcc99a', halo: '#0d1214',
  ride: '#35d0b5', rideCasing: '#04211d', walk: '#f2f5f4', walkHalo: '#0d1214', push: '#ffb066', pushHalo: '#0d1214',
  other: '#7d8d92', otherCasing: '#0d1214', place: '#a7b7bc', placeRider: '#4fd1bd', door: '#ffb49c', doorFill: '#2a1d18',
  closure: '#ff6b70', band5: '#4fd1bd', band10: '#3f9fb8', band15: '#6d86c9', sign: '#0d1214', goal: '#ff6a4d', start: '#f2f5f4',
  select: '#ff6a4d',
};

/// Gates by rule; dark enough for white lines by day, light enough for dark lines by night.
const gatesByDay = {
  open: '#157a3c', timed: '#9a5b00', pass: '#4a4fc4', private: '#5a6468', closed: '#b3202c', unknown: '#6b6257',
};
const gatesByNight = {
  open: '#5fd48a', timed: '#ffbe55', pass: '#a6adff', private: '#b5c0c4', closed: '#ff7a7e', unknown: '#c9bfb0',
};

export const palette = (dark) => (dark
  ? { ...night, gates: gatesByNight, dark } : { ...day, gates: gatesByDay, dark });
